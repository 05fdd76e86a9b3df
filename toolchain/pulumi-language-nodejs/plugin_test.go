package main

import (
	"path/filepath"
	"slices"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestPluginArguments(t *testing.T) {
	root := t.TempDir()
	folder := filepath.Join(root, "policies")
	policyRunner := filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js")
	pluginRunner := filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run-plugin/index.js")
	write(t, policyRunner, "")
	write(t, pluginRunner, "")

	for name, test := range map[string]struct {
		kind    string
		args    []string
		options runtimeOptions
		want    []string
	}{
		"Node.js runs a policy pack itself": {
			kind: "analyzer", args: []string{"engine", folder}, want: []string{folder, "engine", folder},
		},
		"Node.js runs a provider itself": {
			kind: "resource", args: []string{folder, "engine"}, options: runtimeOptions{nodeArgs: []string{"--inspect"}},
			want: []string{"--inspect", folder, folder, "engine"},
		},
		"the SDK runs a policy pack with ts-node": {
			kind: "analyzer", args: []string{"engine", folder}, options: runtimeOptions{typescript: true},
			want: []string{policyRunner, "engine", folder, folder},
		},
		"the SDK runs a provider with ts-node": {
			kind: "resource", args: []string{"engine"}, options: runtimeOptions{typescript: true},
			want: []string{pluginRunner, folder, "engine"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := &pulumirpc.RunPluginRequest{
				Kind: test.kind, Args: test.args, Info: &pulumirpc.ProgramInfo{ProgramDirectory: folder},
			}
			got, err := pluginArguments(request, test.options)
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got  %q, %v\nwant %q", got, err, test.want)
			}
		})
	}
}

func TestPluginArgumentsWithoutTheSDK(t *testing.T) {
	request := &pulumirpc.RunPluginRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: t.TempDir()}}
	if _, err := pluginArguments(request, runtimeOptions{typescript: true}); err == nil {
		t.Error("no error")
	}
}

func TestPluginFolder(t *testing.T) {
	request := &pulumirpc.RunPluginRequest{
		Kind: "analyzer", Pwd: "/project", Info: &pulumirpc.ProgramInfo{ProgramDirectory: "/project/policies"},
	}
	if got := pluginFolder(request); got != "/project/policies" {
		t.Errorf("policy pack in %s", got)
	}
	request.Kind = "resource"
	if got := pluginFolder(request); got != "/project" {
		t.Errorf("provider in %s", got)
	}
}
