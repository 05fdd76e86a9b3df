package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// runtimeOptions is what `runtime.options` of Pulumi.yaml, PulumiPlugin.yaml or PulumiPolicy.yaml may say.
type runtimeOptions struct {
	// typescript has the SDK load ts-node. Without it Node.js runs the files itself, TypeScript by type stripping.
	// True unless said otherwise.
	typescript bool
	// nodeArgs are arguments of Node.js itself.
	nodeArgs []string
	// tsconfig is the tsconfig.json that ts-node reads, when it is not the one beside the program.
	tsconfig string
}

// parseOptions reads the options that this host knows and passes over others, such as `packagemanager`. An option of the
// wrong type is an error.
func parseOptions(given *structpb.Struct) (runtimeOptions, error) {
	options := runtimeOptions{typescript: true}
	values := given.AsMap()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		ok := true
		switch value := values[name]; name {
		case "typescript":
			options.typescript, ok = value.(bool)
		case "nodeargs":
			var arguments string
			arguments, ok = value.(string)
			options.nodeArgs = strings.Fields(arguments)
		case "tsconfig":
			options.tsconfig, ok = value.(string)
		}
		if !ok {
			return runtimeOptions{}, fmt.Errorf("runtime option %s: unexpected value %v", name, values[name])
		}
	}
	return options, nil
}

// environment returns the variables through which the SDK learns of the options.
func (options runtimeOptions) environment() []string {
	var variables []string
	if options.typescript {
		variables = append(variables, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if options.tsconfig != "" {
		variables = append(variables, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return variables
}
