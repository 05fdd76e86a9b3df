package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

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
