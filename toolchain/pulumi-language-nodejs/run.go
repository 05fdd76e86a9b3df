package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// exitReported is the exit code of a program whose error the SDK has printed already.
const exitReported = 32

// Run runs the program and returns when it has ended. How it failed is part of the response; an error means that it
// could not be started.
func (host *languageHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
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

// configEnvironment returns the variables in which the SDK finds the stack's configuration, keys written
// `namespace:config:name`.
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
