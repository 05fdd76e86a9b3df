package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	hostplugin "github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// toolName is how generated files name their generator; that of the released host, so that both write the same files.
const toolName = "pulumi-language-nodejs"

// GeneratePackage writes the Node.js SDK of a package schema into the requested folder. A schema with mistakes writes
// nothing; they are the response's diagnostics.
func (host *languageHost) GeneratePackage(
	_ context.Context, request *pulumirpc.GeneratePackageRequest,
) (*pulumirpc.GeneratePackageResponse, error) {
	loader, err := schema.NewLoaderClient(request.LoaderTarget)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal([]byte(request.Schema), &spec); err != nil {
		return nil, err
	}
	bound, mistakes, err := schema.BindSpec(spec, loader, schema.ValidationOptions{AllowDanglingReferences: true})
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GeneratePackageResponse{Diagnostics: hostplugin.HclDiagnosticsToRPCDiagnostics(mistakes)}
	if mistakes.HasErrors() {
		return response, nil
	}
	files, err := nodejs.GeneratePackage(toolName, bound, request.ExtraFiles, request.LocalDependencies, request.Local,
		schema.NewCachedLoader(loader))
	if err != nil {
		return nil, err
	}
	return response, writeFiles(request.Directory, files)
}

func writeFiles(folder string, files map[string][]byte) error {
	for name, content := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// GenerateProgram translates a program from Pulumi's own language, for the code that `pulumi import` and `pulumi
// convert` print. Mistakes are the response's diagnostics.
func (host *languageHost) GenerateProgram(
	_ context.Context, request *pulumirpc.GenerateProgramRequest,
) (*pulumirpc.GenerateProgramResponse, error) {
	loader, err := schema.NewLoaderClient(request.LoaderTarget)
	if err != nil {
		return nil, err
	}
	parser := syntax.NewParser()
	for path, source := range request.Source {
		if err := parser.ParseFile(strings.NewReader(source), path); err != nil {
			return nil, err
		}
	}
	mistakes := parser.Diagnostics
	response := &pulumirpc.GenerateProgramResponse{}
	if !mistakes.HasErrors() {
		program, found, err := pcl.BindProgram(parser.Files, schema.NewCachedLoader(loader), pcl.NonStrictBindOptions()...)
		if err != nil {
			return nil, err
		}
		mistakes = append(mistakes, found...)
		if program != nil && !found.HasErrors() {
			files, found, err := nodejs.GenerateProgram(program)
			if err != nil {
				return nil, err
			}
			response.Source = files
			mistakes = append(mistakes, found...)
		}
	}
	response.Diagnostics = hostplugin.HclDiagnosticsToRPCDiagnostics(mistakes)
	return response, nil
}
