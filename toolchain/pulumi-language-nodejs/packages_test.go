package main

import (
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestGetRequiredPackages(t *testing.T) {
	root := t.TempDir()
	program := filepath.Join(root, "program")
	write(t, filepath.Join(program, "package.json"), `{
		"dependencies": {"@pulumi/genesyscloud": "1", "@pulumi/base": "1", "renamed": "1", "left-pad": "1", "absent": "1"}
	}`)
	modules := filepath.Join(root, "node_modules")
	write(t, filepath.Join(program, "node_modules/@pulumi/genesyscloud/package.json"),
		`{"name": "@pulumi/genesyscloud", "version": "0.1.0", "pulumi": {"resource": true}}`)
	write(t, filepath.Join(modules, "@pulumi/genesyscloud/package.json"), `{"name": "hidden by the nearer one"}`)
	write(t, filepath.Join(modules, "renamed/package.json"), `{
		"name": "renamed", "version": "9.9.9",
		"pulumi": {"resource": true, "name": "random", "version": "4.0.0", "server": "https://example.test",
			"parameterization": {"name": "p", "version": "1.0.0", "value": "eHl6"}}
	}`)
	write(t, filepath.Join(modules, "@pulumi/base/package.json"),
		`{"name": "@pulumi/base", "version": "3.0.0", "pulumi": {"resource": false}}`)
	write(t, filepath.Join(modules, "left-pad/package.json"), `{"name": "left-pad", "version": "1.3.0"}`)

	response, err := new(languageHost).GetRequiredPackages(t.Context(), requiredPackagesOf(program))
	if err != nil {
		t.Fatal(err)
	}
	if len(response.Packages) != 2 {
		t.Fatalf("packages: %v", response.Packages)
	}
	own, renamed := response.Packages[0], response.Packages[1]
	if own.Name != "genesyscloud" || own.Version != "0.1.0" || own.Kind != "resource" {
		t.Errorf("from the npm name and version: %v", own)
	}
	if renamed.Name != "random" || renamed.Version != "4.0.0" || renamed.Server != "https://example.test" {
		t.Errorf("from the pulumi section: %v", renamed)
	}
	if parameters := renamed.Parameterization; parameters.GetName() != "p" || string(parameters.GetValue()) != "xyz" {
		t.Errorf("parameters: %v", parameters)
	}
}

func TestGetRequiredPackagesOfAProgramWithoutManifest(t *testing.T) {
	response, err := new(languageHost).GetRequiredPackages(t.Context(), requiredPackagesOf(t.TempDir()))
	if err != nil || len(response.Packages) != 0 {
		t.Errorf("%v, %v", response, err)
	}
}

func TestGetRequiredPackagesRefusesABrokenManifest(t *testing.T) {
	program := t.TempDir()
	write(t, filepath.Join(program, "package.json"), `{"dependencies": `)
	if _, err := new(languageHost).GetRequiredPackages(t.Context(), requiredPackagesOf(program)); err == nil {
		t.Error("no error")
	}
}

func requiredPackagesOf(program string) *pulumirpc.GetRequiredPackagesRequest {
	return &pulumirpc.GetRequiredPackagesRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: program}}
}
