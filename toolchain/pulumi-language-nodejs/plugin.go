package main

import (
	"errors"
	"os/exec"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const kindAnalyzer = "analyzer"

// RunPlugin runs a plugin or a policy pack, streams what it prints, and ends the stream with its exit code.
func (host *languageHost) RunPlugin(
	request *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	options, err := parseOptions(request.Info.Options)
	if err != nil {
		return err
	}
	arguments, err := pluginArguments(request, options)
	if err != nil {
		return err
	}
	command, err := nodeCommand(stream.Context(), arguments)
	if err != nil {
		return err
	}
	streams, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	command.Dir = pluginFolder(request)
	command.Env = slices.Concat(request.Env, options.environment())
	command.Stdout, command.Stderr = stdout, stderr
	ended := command.Run()
	if err := streams.Close(); err != nil {
		return err
	}
	var exit *exec.ExitError
	if ended != nil && !errors.As(ended, &exit) {
		return ended
	}
	code := int32(command.ProcessState.ExitCode())
	return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

// pluginArguments returns the arguments of Node.js. With `typescript: false` Node.js runs the plugin's own main; the
// SDK's runners would register ts-node all the same.
func pluginArguments(request *pulumirpc.RunPluginRequest, options runtimeOptions) ([]string, error) {
	folder := request.Info.ProgramDirectory
	if !options.typescript {
		return slices.Concat(options.nodeArgs, []string{folder}, request.Args), nil
	}
	if request.Kind == kindAnalyzer {
		file, err := runner(folder, "run-policy-pack")
		return slices.Concat(options.nodeArgs, []string{file}, request.Args, []string{folder}), err
	}
	file, err := runner(folder, "run-plugin")
	return slices.Concat(options.nodeArgs, []string{file, folder}, request.Args), err
}

// pluginFolder returns the working directory. A policy pack gets its own, because @pulumi/policy reads the version, and
// ts-node the tsconfig.json, from there.
func pluginFolder(request *pulumirpc.RunPluginRequest) string {
	if request.Kind == kindAnalyzer {
		return request.Info.ProgramDirectory
	}
	return request.Pwd
}
