package main

import (
	"context"
	"reflect"
	"strings"
	"time"

	coreexpr "github.com/coredns/coredns/plugin/pkg/expression"
	"github.com/expr-lang/expr/builtin"
)

// ExpressionTables holds what the type checker needs to know of Go's types: the signatures of what an
// expression can call, and of every type met on the way its kind and its methods.
type ExpressionTables struct {
	Environment map[string]string            `json:"environment"`
	Builtins    map[string][]string          `json:"builtins"`
	Kinds       map[string]string            `json:"kinds"`
	Methods     map[string]map[string]string `json:"methods"`
}

func (t *ExpressionTables) add(kind reflect.Type) {
	if _, ok := t.Kinds[kind.String()]; ok {
		return
	}
	t.Kinds[kind.String()] = kind.Kind().String()
	for _, method := range methodsOf(kind) {
		if t.Methods[kind.String()] == nil {
			t.Methods[kind.String()] = map[string]string{}
		}
		t.Methods[kind.String()][method.Name] = method.Type.String()
		t.add(method.Type)
	}
	switch kind.Kind() {
	case reflect.Func:
		for i := 0; i < kind.NumIn(); i++ {
			t.add(kind.In(i))
		}
		for i := 0; i < kind.NumOut(); i++ {
			t.add(kind.Out(i))
		}
	case reflect.Slice, reflect.Pointer, reflect.Map:
		t.add(kind.Elem())
	}
}

func methodsOf(kind reflect.Type) (methods []reflect.Method) {
	for i := 0; i < kind.NumMethod(); i++ {
		methods = append(methods, kind.Method(i))
	}
	return methods
}

func expressionTables() ExpressionTables {
	all := ExpressionTables{map[string]string{}, map[string][]string{}, map[string]string{}, map[string]map[string]string{}}
	for name, value := range coreexpr.DefaultEnv(context.Background(), nil) {
		all.Environment[name] = reflect.TypeOf(value).String()
		all.add(reflect.TypeOf(value))
	}
	for _, function := range builtin.Builtins {
		all.Builtins[function.Name] = []string{}
		for _, signature := range function.Types {
			all.Builtins[function.Name] = append(all.Builtins[function.Name], signature.String())
			all.add(signature)
		}
		if function.Validate != nil {
			all.Builtins[function.Name] = nil
		}
	}
	all.add(reflect.TypeOf(time.Time{})) // what now() and date() give
	for name := range all.Kinds {
		if strings.ContainsAny(name, "[]( *{") {
			delete(all.Kinds, name)
		}
	}
	return all
}
