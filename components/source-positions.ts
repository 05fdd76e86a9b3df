import * as pulumi from "@pulumi/pulumi";

/**
 * Frames of a stack trace, `at name (file:line:column)`, with the path of a module's file URL as its file. The SDK takes
 * the URL itself for a relative path, so that the state would hold absolute paths (`project:///file:/home/...`) and
 * differ from machine to machine; a path it makes relative to the project.
 */
const framePosition = /^\s*at .* \((?:file:\/\/)?(?<file>.*):(?<line>[0-9]+):(?<column>[0-9]+)\)$/;

Object.assign(pulumi.Resource, { framePositionRegExp: framePosition });
