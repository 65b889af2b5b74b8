// Renders a chart as Helm does: each line of standard input has values in JSON, each line of standard
// output the manifests that the chart makes of them, by file, or the error.
//
//	program CHART
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

type answer struct {
	Files map[string]string `json:"files"`
	Error string            `json:"error"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		files, err := render(os.Args[1], lines.Bytes())
		said := answer{Files: files}
		if err != nil {
			said.Error = err.Error()
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

func render(path string, data []byte) (map[string]string, error) {
	chart, err := loader.Load(path)
	if err != nil {
		return nil, err
	}
	values, err := chartutil.ReadValues(data)
	if err != nil {
		return nil, err
	}
	release := chartutil.ReleaseOptions{Name: "checker", Namespace: "dns-checks", IsInstall: true}
	all, err := chartutil.ToRenderValues(chart, values, release, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	return engine.Render(chart, all)
}
