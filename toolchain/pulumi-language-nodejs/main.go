// Command pulumi-language-nodejs is a Node.js language host for the Pulumi CLI: the process that the CLI starts to run a
// program, a plugin or a policy pack written for Node.js, and to generate Node.js code.
//
// It stands in for the host of Pulumi's own releases on machines that reach package registries but not those releases:
// it needs nothing but the two Go modules that the CLI itself is built from. Its behaviour follows the released host,
// except where a comment says otherwise.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
)

func main() {
	// Glog has defined -v, -logtostderr and the like already.
	tracing := flag.String("tracing", "", "where to send traces")
	flag.String("root", "", "project folder; taken for compatibility, each request names its own")
	flag.Parse()
	logging.InitLogging(false, 0, false)

	if err := serve(flag.Arg(0), *tracing); err != nil {
		cmdutil.Exit(err)
	}
}

// serve answers the CLI until the CLI is gone. The first line on stdout is the port, which the CLI waits for.
func serve(engine, tracing string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go cancelWhenOrphaned(ctx, cancel, os.Getppid, time.Second)
	if engine != "" {
		if err := rpcutil.Healthcheck(ctx, engine, 5*time.Minute, cancel); err != nil {
			return err
		}
	}
	handle, err := listen(ctx, &languageHost{engine: engine, tracing: tracing})
	if err != nil {
		return err
	}
	fmt.Printf("%d\n", handle.Port)
	return <-handle.Done
}

// cancelWhenOrphaned calls cancel once the parent process is another one than at the start. A CLI that was killed cannot
// ask its language host to stop, and the engine's health check is five minutes apart.
func cancelWhenOrphaned(ctx context.Context, cancel context.CancelFunc, parent func() int, every time.Duration) {
	first := parent()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if parent() != first {
				cancel()
				return
			}
		}
	}
}
