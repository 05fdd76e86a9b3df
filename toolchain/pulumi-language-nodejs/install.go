package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

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
