package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

func TestGetPluginInfoOverTheWire(t *testing.T) {
	info, err := connect(t).GetPluginInfo(t.Context(), &emptypb.Empty{})
	if err != nil || info == nil {
		t.Errorf("%v, %v", info, err)
	}
}

func TestRunOverTheWire(t *testing.T) {
	needNode(t)
	for name, test := range map[string]struct {
		exit int
		bail bool
		text string
	}{
		"ends well":                 {},
		"has printed its own error": {exit: 32, bail: true},
		"fails without saying much": {exit: 9, text: "Program exited with non-zero exit code: 9"},
	} {
		t.Run(name, func(t *testing.T) {
			project := t.TempDir()
			seen := filepath.Join(project, "seen.json")
			write(t, filepath.Join(project, "node_modules/@pulumi/pulumi/cmd/run/index.js"), fmt.Sprintf(`
				const {PULUMI_CONFIG, PULUMI_NODEJS_TYPESCRIPT} = process.env;
				require("fs").writeFileSync(%q, JSON.stringify(
					{args: process.argv.slice(2), cwd: process.cwd(), config: PULUMI_CONFIG, typescript: PULUMI_NODEJS_TYPESCRIPT}));
				process.exit(%d);`, seen, test.exit))
			response, err := connect(t).Run(t.Context(), &pulumirpc.RunRequest{
				Pwd: project, Stack: "dev", Config: map[string]string{"genesyscloud:region": "local"},
				Info: &pulumirpc.ProgramInfo{
					ProgramDirectory: project, EntryPoint: "index.ts",
					Options: optionsOf(t, map[string]any{"typescript": false}),
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			if response.Bail != test.bail || response.Error != test.text {
				t.Errorf("response: %v", response)
			}
			var program struct {
				Args                    []string
				Cwd, Config, Typescript string
			}
			read(t, seen, &program)
			if !slices.Contains(program.Args, "index.ts") || !slices.Contains(program.Args, "--stack") {
				t.Errorf("arguments: %q", program.Args)
			}
			if program.Cwd != project || program.Config != `{"genesyscloud:config:region":"local"}` || program.Typescript != "" {
				t.Errorf("surroundings: %+v", program)
			}
		})
	}
}

func TestRunPluginOverTheWire(t *testing.T) {
	needNode(t)
	pack := t.TempDir()
	write(t, filepath.Join(pack, "package.json"), `{"main": "main.js"}`)
	write(t, filepath.Join(pack, "main.js"),
		`console.log("port " + process.argv[2] + " " + process.env.GREETING); console.error("trouble"); process.exitCode = 4;`)
	stream, err := connect(t).RunPlugin(t.Context(), &pulumirpc.RunPluginRequest{
		Kind: "analyzer", Args: []string{"engine"}, Env: append(os.Environ(), "GREETING=hello"),
		Info: &pulumirpc.ProgramInfo{ProgramDirectory: pack, Options: optionsOf(t, map[string]any{"typescript": false})},
	})
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := drain(t, stream)
	if stdout != "port engine hello\n" || stderr != "trouble\n" || code != 4 {
		t.Errorf("stdout %q, stderr %q, exit code %d", stdout, stderr, code)
	}
}

func TestRunPluginEndsWithItsCall(t *testing.T) {
	needNode(t)
	plugin := t.TempDir()
	write(t, filepath.Join(plugin, "package.json"), `{"main": "main.js"}`)
	write(t, filepath.Join(plugin, "main.js"), `
		process.on("SIGINT", () => { require("fs").writeFileSync("ended", ""); process.exit(); });
		console.log("ready");
		setInterval(() => {}, 1000);`)
	ctx, cancel := context.WithCancel(t.Context())
	stream, err := connect(t).RunPlugin(ctx, &pulumirpc.RunPluginRequest{
		Kind: "resource", Pwd: plugin, Env: os.Environ(),
		Info: &pulumirpc.ProgramInfo{ProgramDirectory: plugin, Options: optionsOf(t, map[string]any{"typescript": false})},
	})
	if err != nil {
		t.Fatal(err)
	}
	if message, err := stream.Recv(); err != nil || string(message.GetStdout()) != "ready\n" {
		t.Fatalf("%v, %v", message, err)
	}
	cancel()
	deadline := time.After(10 * time.Second)
	for {
		if _, err := os.Stat(filepath.Join(plugin, "ended")); err == nil {
			return
		}
		select {
		case <-deadline:
			t.Fatal("the plugin still runs")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestCancelWhenOrphaned(t *testing.T) {
	parents := []int{7, 7, 1}
	ctx, cancel := context.WithCancel(t.Context())
	cancelWhenOrphaned(ctx, cancel, func() int {
		first := parents[0]
		if len(parents) > 1 {
			parents = parents[1:]
		}
		return first
	}, time.Millisecond)
	if ctx.Err() == nil {
		t.Error("still serving a parent that is gone")
	}
}

// connect serves a host until the test ends, and returns a client of it.
func connect(t *testing.T) pulumirpc.LanguageRuntimeClient {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	handle, err := listen(ctx, &languageHost{})
	if err != nil {
		t.Fatal(err)
	}
	connection, err := grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", handle.Port),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		connection.Close()
		cancel()
		if err := <-handle.Done; err != nil {
			t.Error(err)
		}
	})
	return pulumirpc.NewLanguageRuntimeClient(connection)
}

// drain reads a plugin's stream to its end.
func drain(t *testing.T, stream pulumirpc.LanguageRuntime_RunPluginClient) (stdout, stderr string, code int32) {
	t.Helper()
	var out, err strings.Builder
	for {
		message, failed := stream.Recv()
		if errors.Is(failed, io.EOF) {
			return out.String(), err.String(), code
		} else if failed != nil {
			t.Fatal(failed)
		}
		out.Write(message.GetStdout())
		err.Write(message.GetStderr())
		code = message.GetExitcode()
	}
}

func needNode(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Node.js is not on PATH")
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
