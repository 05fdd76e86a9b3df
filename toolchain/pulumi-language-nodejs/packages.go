package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	hostplugin "github.com/pulumi/pulumi/pkg/v3/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetRequiredPackages returns the Pulumi packages among the program's direct dependencies, by name: those whose
// package.json has a `pulumi` section with a resource plugin. Unlike the released host it does not walk the whole of
// node_modules on every run. A dependency that is not installed is left out; the program's import of it will say so.
func (host *languageHost) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	program := request.Info.ProgramDirectory
	own, err := readManifest(program)
	if errors.Is(err, fs.ErrNotExist) {
		return &pulumirpc.GetRequiredPackagesResponse{}, nil
	} else if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetRequiredPackagesResponse{}
	for _, dependency := range slices.Sorted(maps.Keys(own.Dependencies)) {
		file, err := findInModules(program, filepath.Join(dependency, "package.json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		installed, err := readManifest(filepath.Dir(file))
		if err != nil {
			return nil, err
		}
		if required := packageOf(installed); required != nil {
			response.Packages = append(response.Packages, required)
		}
	}
	return response, nil
}

// packageOf returns the Pulumi package that an npm package is the SDK of; nil when it is none.
func packageOf(installed manifest) *pulumirpc.PackageDependency {
	plugin := installed.Pulumi
	if plugin == nil || !plugin.Resource {
		return nil
	}
	required := &pulumirpc.PackageDependency{
		Kind:    "resource",
		Name:    plugin.Name,
		Version: plugin.Version,
		Server:  plugin.Server,
	}
	if required.Name == "" {
		required.Name = strings.TrimPrefix(installed.Name, "@pulumi/")
	}
	if required.Version == "" {
		required.Version = installed.Version
	}
	if parameters := plugin.Parameterization; parameters != nil {
		required.Parameterization = &pulumirpc.PackageParameterization{
			Name: parameters.Name, Version: parameters.Version, Value: parameters.Value,
		}
	}
	return required
}

// GetProgramDependencies lists the npm packages of a program, for `pulumi about`.
func (host *languageHost) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	program := request.Info.ProgramDirectory
	manager, err := npm.ResolvePackageManager(npm.NpmPackageManager, program)
	if err != nil {
		return nil, err
	}
	listed, err := manager.ListPackages(ctx, program, request.TransitiveDependencies)
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, each := range listed {
		response.Dependencies = append(response.Dependencies,
			&pulumirpc.DependencyInfo{Name: each.Name, Version: each.Version})
	}
	return response, nil
}

type manifest struct {
	Name         string                       `json:"name"`
	Version      string                       `json:"version"`
	Dependencies map[string]string            `json:"dependencies"`
	Pulumi       *hostplugin.PulumiPluginJSON `json:"pulumi"`
}

// readManifest reads the package.json of a folder. The error is fs.ErrNotExist when there is none.
func readManifest(folder string) (manifest, error) {
	file := filepath.Join(folder, "package.json")
	text, err := os.ReadFile(file)
	if err != nil {
		return manifest{}, err
	}
	var read manifest
	if err := json.Unmarshal(text, &read); err != nil {
		return manifest{}, fmt.Errorf("%s: %w", file, err)
	}
	return read, nil
}

// findInModules looks for a path in the node_modules of a folder and of each folder above it, as Node.js does. The error
// is fs.ErrNotExist when it is in none of them. Walking here saves a start of Node.js.
func findInModules(folder, path string) (string, error) {
	for {
		candidate := filepath.Join(folder, "node_modules", path)
		switch _, err := os.Stat(candidate); {
		case err == nil:
			return candidate, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		case folder == filepath.Dir(folder):
			return "", fmt.Errorf("%s is in no node_modules: %w", path, fs.ErrNotExist)
		}
		folder = filepath.Dir(folder)
	}
}

// runner returns the file of @pulumi/pulumi that runs something: `run`, `run-plugin` or `run-policy-pack`.
func runner(folder, name string) (string, error) {
	file, err := findInModules(folder, filepath.Join("@pulumi", "pulumi", "cmd", name, "index.js"))
	if err != nil {
		return "", fmt.Errorf("the Pulumi SDK is not installed for %s (run `npm install`): %w", folder, err)
	}
	return file, nil
}

// InstallDependencies runs `npm install` for a program or a plugin and streams what it prints.
func (host *languageHost) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	streams, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(stream, request.IsTerminal)
	if err != nil {
		return err
	}
	defer streams.Close()
	folder := request.Info.ProgramDirectory
	fmt.Fprintf(stdout, "Installing dependencies in %s\n", folder)
	_, err = npm.Install(stream.Context(), npm.NpmPackageManager, folder, request.IsPlugin, stdout, stderr)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "Finished installing dependencies")
	return streams.Close()
}

// Link makes generated SDKs dependencies of a project, and returns how to import them.
func (host *languageHost) Link(
	ctx context.Context, request *pulumirpc.LinkRequest,
) (*pulumirpc.LinkResponse, error) {
	root := request.Info.RootDirectory
	manager, err := npm.ResolvePackageManager(npm.NpmPackageManager, root)
	if err != nil {
		return nil, err
	}
	var imports strings.Builder
	for _, sdk := range request.Packages {
		linked, err := readManifest(filepath.Join(root, sdk.Path))
		if err != nil {
			return nil, err
		}
		if err := manager.Link(ctx, root, linked.Name, sdk.Path); err != nil {
			return nil, err
		}
		fmt.Fprintf(&imports, "import * as %s from %q;\n", sdk.Package.Name, linked.Name)
	}
	return &pulumirpc.LinkResponse{ImportInstructions: imports.String()}, nil
}
