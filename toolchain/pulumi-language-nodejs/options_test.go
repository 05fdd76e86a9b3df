package main

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/types/known/structpb"
)

func TestParseOptions(t *testing.T) {
	for name, test := range map[string]struct {
		given       map[string]any
		typescript  bool
		nodeArgs    []string
		environment []string
	}{
		"nothing said": {
			typescript: true, environment: []string{"PULUMI_NODEJS_TYPESCRIPT=true"},
		},
		"Node.js runs the TypeScript itself": {
			given: map[string]any{"typescript": false},
		},
		"arguments of Node.js are words": {
			given:    map[string]any{"typescript": false, "nodeargs": " --enable-source-maps  --stack-size=2000 "},
			nodeArgs: []string{"--enable-source-maps", "--stack-size=2000"},
		},
		"another tsconfig.json": {
			given:       map[string]any{"tsconfig": "tsconfig.pulumi.json"},
			typescript:  true,
			environment: []string{"PULUMI_NODEJS_TYPESCRIPT=true", "PULUMI_NODEJS_TSCONFIG_PATH=tsconfig.pulumi.json"},
		},
		"an option of the released host that this one has no use for": {
			given: map[string]any{"packagemanager": "npm"}, typescript: true,
			environment: []string{"PULUMI_NODEJS_TYPESCRIPT=true"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			options, err := parseOptions(optionsOf(t, test.given))
			if err != nil {
				t.Fatal(err)
			}
			if options.typescript != test.typescript {
				t.Errorf("typescript: %v", options.typescript)
			}
			if !slices.Equal(options.nodeArgs, test.nodeArgs) {
				t.Errorf("nodeargs: %q", options.nodeArgs)
			}
			if got := options.environment(); !slices.Equal(got, test.environment) {
				t.Errorf("environment: %q", got)
			}
		})
	}
}

func TestParseOptionsRefusesAnOptionOfTheWrongType(t *testing.T) {
	_, err := parseOptions(optionsOf(t, map[string]any{"typescript": "no"}))
	if err == nil || err.Error() != "runtime option typescript: unexpected value no" {
		t.Errorf("error: %v", err)
	}
}

func optionsOf(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	options, err := structpb.NewStruct(values)
	if err != nil {
		t.Fatal(err)
	}
	return options
}
