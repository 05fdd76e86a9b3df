package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	hostplugin "github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// toolName is how generated files name their generator; that of the released host, so that both write the same files.
const toolName = "pulumi-language-nodejs"

// GeneratePackage writes the SDK of a package schema into the requested folder. A schema with mistakes writes
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
	files, err := sdkFiles(languageOf(os.Args[0]), bound, request, schema.NewCachedLoader(loader))
	if err != nil {
		return nil, err
	}
	return response, writeFiles(request.Directory, files)
}

// generatesOnly are the languages whose programs this host does not run.
var generatesOnly = map[string]bool{"python": true, "go": true}

// languageOf is the language of the SDKs that this program generates under the name by which it was started:
// pulumi-language-python generates Python.
func languageOf(program string) string {
	return strings.TrimPrefix(filepath.Base(program), "pulumi-language-")
}

// sdkFiles are the files of an SDK in a language.
func sdkFiles(
	language string, bound *schema.Package, request *pulumirpc.GeneratePackageRequest, loader schema.ReferenceLoader,
) (map[string][]byte, error) {
	switch language {
	case "python":
		return python.GeneratePackage(toolName, bound, request.ExtraFiles, loader)
	case "go":
		return gogen.GeneratePackage(toolName, bound, request.LocalDependencies)
	default:
		return nodejs.GeneratePackage(toolName, bound, request.ExtraFiles, request.LocalDependencies, request.Local, loader)
	}
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
