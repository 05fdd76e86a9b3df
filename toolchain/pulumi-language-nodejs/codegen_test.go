package main

import (
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestGeneratesTheLanguageOfItsName(t *testing.T) {
	// The package refers to no other.
	none := struct{ schema.ReferenceLoader }{}
	for program, file := range map[string]string{
		"/bin/pulumi-language-nodejs": "queue.ts",
		"/bin/pulumi-language-python": "pulumi_centre/queue.py",
		"pulumi-language-go":          "centre/queue.go",
	} {
		bound, err := schema.ImportSpec(schema.PackageSpec{
			Name:      "centre",
			Version:   "1.0.0",
			Resources: map[string]schema.ResourceSpec{"centre:index:Queue": {}},
		}, nil, none, schema.ValidationOptions{})
		if err != nil {
			t.Fatal(err)
		}
		files, err := sdkFiles(languageOf(program), bound, &pulumirpc.GeneratePackageRequest{}, none)
		if err != nil {
			t.Fatal(err)
		}
		if _, found := files[file]; !found {
			t.Errorf("%s wrote no %s, but %d other files", program, file, len(files))
		}
	}
}
