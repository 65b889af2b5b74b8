// Decodes objects of Kubernetes by its own types, strictly: a field that a type does not have, or
// has twice, is an error, and so is a letter in the wrong case.
//
// Each line of standard input is an object in JSON. Each line of standard output is a list of errors.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	admission "k8s.io/api/admission/v1"
	registration "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	strict "sigs.k8s.io/json"
)

// The types, by version and kind.
var types = map[string]func() any{
	"admission.k8s.io/v1 AdmissionReview": func() any { return &admission.AdmissionReview{} },
	"admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration": func() any {
		return &registration.ValidatingWebhookConfiguration{}
	},
	"apps/v1 Deployment":                 func() any { return &apps.Deployment{} },
	"networking.k8s.io/v1 NetworkPolicy": func() any { return &networking.NetworkPolicy{} },
	"policy/v1 PodDisruptionBudget":      func() any { return &policy.PodDisruptionBudget{} },
	"v1 ConfigMap":                       func() any { return &core.ConfigMap{} },
	"v1 Namespace":                       func() any { return &core.Namespace{} },
	"v1 Secret":                          func() any { return &core.Secret{} },
	"v1 Service":                         func() any { return &core.Service{} },
	"v1 ServiceAccount":                  func() any { return &core.ServiceAccount{} },
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(decode(lines.Bytes())); err != nil {
			panic(err)
		}
	}
	if err := lines.Err(); err != nil {
		panic(err)
	}
}

func decode(data []byte) []string {
	wrong := []string{}
	var head struct{ APIVersion, Kind string }
	if err := json.Unmarshal(data, &head); err != nil {
		return append(wrong, err.Error())
	}
	name := head.APIVersion + " " + head.Kind
	make, known := types[name]
	if !known {
		return append(wrong, fmt.Sprintf("there is no type for %q", name))
	}
	found, err := strict.UnmarshalStrict(data, make())
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	for _, each := range found {
		wrong = append(wrong, each.Error())
	}
	return wrong
}
