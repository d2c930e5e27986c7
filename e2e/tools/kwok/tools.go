//go:build tools

// Package tools names the programs that build.sh builds, so that `go mod tidy` keeps what they need.
package tools

import (
	_ "sigs.k8s.io/kwok/cmd/kwok"
	_ "sigs.k8s.io/kwok/cmd/kwokctl"
)
