package main

import (
	"errors"
	"os/exec"
	"slices"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestProgramArguments(t *testing.T) {
	host := &languageHost{engine: "127.0.0.1:1"}
	request := &pulumirpc.RunRequest{
		MonitorAddress: "127.0.0.1:2", Organization: "organization", Project: "flows", Stack: "dev", Pwd: "/project",
		Parallel: 8, DryRun: true, Args: []string{"extra"},
		Info: &pulumirpc.ProgramInfo{RootDirectory: "/project", EntryPoint: "index.ts"},
	}
	want := []string{
		"--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "organization", "--project", "flows",
		"--root-directory", "/project", "--stack", "dev", "--pwd", "/project", "--query-mode", "false",
		"--parallel", "8", "--dry-run", "index.ts", "extra",
	}
	if got := host.programArguments(request); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestConfigEnvironment(t *testing.T) {
	variables, err := configEnvironment(&pulumirpc.RunRequest{
		Config:           map[string]string{"genesyscloud:region": "local", "genesys-flows:config:values": `{"a":1}`},
		ConfigSecretKeys: []string{"genesyscloud:accessToken"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`PULUMI_CONFIG={"genesys-flows:config:values":"{\"a\":1}","genesyscloud:config:region":"local"}`,
		`PULUMI_CONFIG_SECRET_KEYS=["genesyscloud:accessToken"]`,
	}
	if !slices.Equal(variables, want) {
		t.Errorf("got  %q\nwant %q", variables, want)
	}
}

func TestConfigEnvironmentWithoutSecretsIsAList(t *testing.T) {
	variables, err := configEnvironment(&pulumirpc.RunRequest{})
	if err != nil || !slices.Equal(variables, []string{"PULUMI_CONFIG={}", "PULUMI_CONFIG_SECRET_KEYS=[]"}) {
		t.Errorf("%q, %v", variables, err)
	}
}

func TestRunResponse(t *testing.T) {
	ended := func(script string) error { return exec.Command("sh", "-c", script).Run() }
	for name, test := range map[string]struct {
		err  error
		bail bool
		text string
	}{
		"the program ended well":            {},
		"the program has printed its error": {err: ended("exit 32"), bail: true},
		"the program failed":                {err: ended("exit 3"), text: "Program exited with non-zero exit code: 3"},
		"the program did not start":         {err: errors.New("no such file"), text: "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			response := runResponse(test.err)
			if response.Bail != test.bail || response.Error != test.text {
				t.Errorf("%v", response)
			}
		})
	}
}
