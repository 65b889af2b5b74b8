// Command older says which patterns and templates a release of Go refuses, and in which words. It is
// written for Go 1.12 and all later ones, so that the Go of any official image of CoreDNS can build it.
//
// Each line of input is {"language": …, "text": …}; each line of output is the message, "" for none.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp/syntax"
	"strconv"
	"text/template"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var asked struct{ Language, Text string }
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			panic(err)
		}
		message := ""
		if err := refusal(asked.Language, asked.Text); err != nil {
			message = err.Error()
		}
		if err := out.Encode(message); err != nil {
			panic(err)
		}
	}
}

func refusal(language, text string) error {
	if language == "regex" {
		_, err := syntax.Parse(text, syntax.Perl)
		return err
	}
	functions := template.FuncMap{"parseInt": strconv.ParseUint}
	_, err := template.New("answer").Funcs(functions).Parse(text)
	return err
}
