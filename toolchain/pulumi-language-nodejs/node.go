package main

import (
	"context"
	"os/exec"
	"syscall"
	"time"
)

// patience is how long a Node.js process may take to end after it was asked to.
const patience = 5 * time.Second

// nodeCommand prepares a Node.js process, found on PATH, that is interrupted when ctx ends and killed when it then does
// not end by itself.
func nodeCommand(ctx context.Context, arguments []string) (*exec.Cmd, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, node, arguments...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGINT) }
	command.WaitDelay = patience
	return command, nil
}
