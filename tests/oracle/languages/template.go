package main

import (
	"strconv"
	gotmpl "text/template"
)

// textTemplate parses as plugin/template does (newTemplate in plugin/template/template.go).
func textTemplate(name, text string) Answer {
	if name == "" {
		name = "answer"
	}
	functions := gotmpl.FuncMap{"parseInt": strconv.ParseUint}
	_, err := gotmpl.New(name).Funcs(functions).Parse(text)
	return Answer{Error: message(err)}
}
