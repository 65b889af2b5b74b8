package main

import (
	"context"
	"encoding/json"
	"fmt"
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

// evaluated says what an expression gives with some values for CoreDNS's functions.
func evaluated(text string, values map[string]any) Answer {
	env := coreexpr.DefaultEnv(context.Background(), nil)
	for name, value := range values {
		if number, ok := value.(float64); ok {
			value = int(number)
		}
		switch kept := value.(type) {
		case string:
			env[name] = func() string { return kept }
		case int:
			env[name] = func() int { return kept }
		case bool:
			env[name] = func() bool { return kept }
		case map[string]any:
			env[name] = func(label string) string {
				found, _ := kept[label].(string)
				return found
			}
		}
	}
	program, err := expr.Compile(text, expr.Env(env), expr.DisableBuiltin("type"))
	if err != nil {
		return Answer{Error: message(err)}
	}
	value, err := expr.Run(program, env)
	if err != nil {
		return Answer{Error: message(err)}
	}
	answer := Answer{Value: value, Type: fmt.Sprintf("%T", value)}
	if _, err := json.Marshal(value); err != nil {
		answer.Value = fmt.Sprint(value)
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
