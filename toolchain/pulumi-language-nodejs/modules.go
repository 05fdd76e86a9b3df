package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	hostplugin "github.com/pulumi/pulumi/pkg/v3/resource/plugin"
)

// manifest is the part of a package.json that this host reads.
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

// runner returns the file of @pulumi/pulumi that runs a program, a plugin or a policy pack: `run`, `run-plugin` or
// `run-policy-pack`.
func runner(folder, name string) (string, error) {
	file, err := findInModules(folder, filepath.Join("@pulumi", "pulumi", "cmd", name, "index.js"))
	if err != nil {
		return "", fmt.Errorf("the Pulumi SDK is not installed for %s (run `npm install`): %w", folder, err)
	}
	return file, nil
}
