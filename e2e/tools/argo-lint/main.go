// Command argo-lint judges Workflows, WorkflowTemplates and CronWorkflows of files as `argo lint --offline --strict` does.
// The argo command itself cannot be built from its module: the user interface that it embeds is not part of it.
package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"github.com/argoproj/argo-workflows/v3/cmd/argo/lint"
	"github.com/argoproj/argo-workflows/v3/pkg/apiclient"
	wf "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow"
)

const module = "github.com/argoproj/argo-workflows/v3"

// version is that of the linter that is compiled in.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dependency := range info.Deps {
			if dependency.Path == module {
				return dependency.Version
			}
		}
	}
	return "unknown"
}

func run(files []string) (bool, error) {
	ctx, client, err := apiclient.NewClientFromOpts(apiclient.Opts{Offline: true, OfflineFiles: files})
	if err != nil {
		return false, err
	}
	kinds := []string{wf.WorkflowPlural, wf.WorkflowTemplatePlural, wf.CronWorkflowPlural, wf.ClusterWorkflowTemplatePlural}
	options := lint.LintOptions{Files: files, Strict: true, DefaultNamespace: "argo", Printer: os.Stdout}
	if err := lint.RunLint(ctx, client, kinds, "simple", true, options); err != nil {
		return false, err
	}
	return true, nil
}

// Exit codes: 0 all files are accepted, 1 at least one is not, 2 nothing was judged.
func main() {
	files := os.Args[1:]
	if len(files) == 0 {
		fmt.Fprintln(os.Stderr, "usage: argo-lint FILE...; argo-lint --version")
		os.Exit(2)
	}
	if files[0] == "--version" {
		fmt.Println("argo-lint", version())
		return
	}
	ok, err := run(files)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if !ok {
		os.Exit(1)
	}
}
