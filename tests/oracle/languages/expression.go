package main

import (
	"context"
	"runtime/debug"
	"strings"

	coreexpr "github.com/coredns/coredns/plugin/pkg/expression"
	"github.com/expr-lang/expr"
)

// expression compiles as plugin/view does (parse in plugin/view/setup.go).
func expression(text string) Answer {
	_, err := expr.Compile(text, expr.Env(coreexpr.DefaultEnv(context.Background(), nil)), expr.DisableBuiltin("type"))
	answer := Answer{Error: message(err)}
	if answer.Error != nil {
		// What goes wrong in the last stage comes with the stack of the program.
		*answer.Error, _, _ = strings.Cut(*answer.Error, "\ngoroutine ")
	}
	return answer
}

func exprVersion() string { return moduleVersion("github.com/expr-lang/expr") }
func coreVersion() string { return moduleVersion("github.com/coredns/coredns") }

func moduleVersion(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == path {
			return module.Version
		}
	}
	return ""
}
