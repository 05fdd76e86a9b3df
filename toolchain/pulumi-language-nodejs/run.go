package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// exitReported is the exit code of a program whose error the SDK has printed already.
const exitReported = 32

// Run runs the program to its end. How it failed is part of the response; an error means that it could not be started.
func (host *languageHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if language := languageOf(os.Args[0]); generatesOnly[language] {
		return nil, fmt.Errorf("this language host generates SDKs for %s, but runs no programs. Install Pulumi's own "+
			"release: https://www.pulumi.com/docs/install/", language)
	}
	options, err := parseOptions(request.Info.Options)
	if err != nil {
		return nil, err
	}
	entry, err := runner(request.Info.ProgramDirectory, "run")
	if err != nil {
		return nil, err
	}
	configuration, err := configEnvironment(request)
	if err != nil {
		return nil, err
	}
	command, err := nodeCommand(ctx, slices.Concat(options.nodeArgs, []string{entry}, host.programArguments(request)))
	if err != nil {
		return nil, err
	}
	command.Dir = request.Pwd
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Env = slices.Concat(os.Environ(), options.environment(), configuration)
	return runResponse(command.Run()), nil
}

// programArguments returns the command line of @pulumi/pulumi/cmd/run. The program talks to the engine's monitor
// directly; the released host puts a proxy between them for calls that have to block, which this SDK no longer makes.
func (host *languageHost) programArguments(request *pulumirpc.RunRequest) []string {
	var arguments []string
	for _, option := range [][2]string{
		{"monitor", request.MonitorAddress},
		{"engine", host.engine},
		{"organization", request.Organization},
		{"project", request.Project},
		{"root-directory", request.Info.RootDirectory},
		{"stack", request.Stack},
		{"pwd", request.Pwd},
		{"query-mode", "false"},
		{"parallel", strconv.Itoa(int(request.Parallel))},
		{"tracing", host.tracing},
	} {
		if name, value := option[0], option[1]; value != "" {
			arguments = append(arguments, "--"+name, value)
		}
	}
	if request.DryRun {
		arguments = append(arguments, "--dry-run")
	}
	return append(append(arguments, request.Info.EntryPoint), request.Args...)
}

// configEnvironment returns the stack's configuration as the SDK takes it, keys written `namespace:config:name`.
func configEnvironment(request *pulumirpc.RunRequest) ([]string, error) {
	values := make(map[string]string, len(request.Config))
	for text, value := range request.Config {
		key, err := config.ParseKey(text)
		if err != nil {
			return nil, err
		}
		values[key.Namespace()+":config:"+key.Name()] = value
	}
	encoded, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(append([]string{}, request.ConfigSecretKeys...))
	if err != nil {
		return nil, err
	}
	return []string{"PULUMI_CONFIG=" + string(encoded), "PULUMI_CONFIG_SECRET_KEYS=" + string(secretKeys)}, nil
}

// runResponse says how a program ended: well, with an error that it has printed itself, or otherwise.
func runResponse(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case !errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: err.Error()}
	case exit.ExitCode() == exitReported:
		return &pulumirpc.RunResponse{Bail: true}
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}
	}
}

// runtimeOptions is what `runtime.options` of Pulumi.yaml, PulumiPlugin.yaml or PulumiPolicy.yaml may say.
type runtimeOptions struct {
	// typescript, true by default, has the SDK load ts-node; otherwise Node.js strips the types itself.
	typescript bool
	nodeArgs   []string
	// tsconfig is the tsconfig.json that ts-node reads, when it is not the one beside the program.
	tsconfig string
}

// parseOptions reads the options that this host knows. It ignores others, such as `packagemanager`.
func parseOptions(given *structpb.Struct) (runtimeOptions, error) {
	options := runtimeOptions{typescript: true}
	values := given.AsMap()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		ok := true
		switch value := values[name]; name {
		case "typescript":
			options.typescript, ok = value.(bool)
		case "nodeargs":
			var arguments string
			arguments, ok = value.(string)
			options.nodeArgs = strings.Fields(arguments)
		case "tsconfig":
			options.tsconfig, ok = value.(string)
		}
		if !ok {
			return runtimeOptions{}, fmt.Errorf("runtime option %s: unexpected value %v", name, values[name])
		}
	}
	return options, nil
}

// environment returns the variables through which the SDK learns of the options.
func (options runtimeOptions) environment() []string {
	var variables []string
	if options.typescript {
		variables = append(variables, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if options.tsconfig != "" {
		variables = append(variables, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return variables
}

// patience is how long a Node.js process may take to end after it was asked to.
const patience = 5 * time.Second

// nodeCommand prepares a Node.js process that is interrupted when ctx ends, and killed when it then does not end.
func nodeCommand(ctx context.Context, arguments []string) (*exec.Cmd, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, node, arguments...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGINT) }
	command.WaitDelay = patience
	return command, nil
}
