// Derives lib/kustomize/schema/table.ts: which lists of built-in kinds are merged by strategic merge patches, and by
// which keys. It walks the OpenAPI document that kustomize 5.5 has built in (Kubernetes 1.21) and keeps only the fields
// that lead to such a list; everything else of a schema plays no part in a merge.
//
//	cd scripts/kustomize-schema && go run . > ../../lib/kustomize/schema/table.ts
package main

import (
	"fmt"
	"sort"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const prefix = "#/definitions/"

var definitions spec.Definitions

// leads remembers whether a definition leads to a merged list; a definition that is being visited does not (yet).
var leads = map[string]bool{}

func short(name string) string {
	parts := strings.Split(name, ".")
	if len(parts) < 3 {
		return name
	}
	return strings.Join(parts[len(parts)-3:], ".")
}

func refOf(s *spec.Schema) string { return strings.TrimPrefix(s.Ref.String(), prefix) }

// target gives the definition that values of a schema have, and how they are held in the field: “ or `{}`.
func target(s *spec.Schema) (string, string) {
	if ref := refOf(s); ref != "" {
		return ref, ""
	}
	if s.AdditionalProperties != nil && s.AdditionalProperties.Schema != nil {
		return refOf(s.AdditionalProperties.Schema), "{}"
	}
	return "", ""
}

func isMerged(s *spec.Schema) bool {
	strategy, _ := s.Extensions.GetString("x-kubernetes-patch-strategy")
	for _, part := range strings.Split(strategy, ",") {
		if part == "merge" {
			return len(s.Type) == 1 && s.Type[0] == "array"
		}
	}
	return false
}

func keys(s *spec.Schema) string {
	if list, ok := s.Extensions.GetStringSlice("x-kubernetes-list-map-keys"); ok {
		return strings.Join(list, ",")
	}
	key, _ := s.Extensions.GetString("x-kubernetes-patch-merge-key")
	return key
}

func leadsToMerge(name string) bool {
	if known, seen := leads[name]; seen {
		return known
	}
	leads[name] = false
	d := definitions[name]
	for _, property := range d.Properties {
		property := property
		if isMerged(&property) {
			leads[name] = true
			return true
		}
		if ref, _ := target(&property); ref != "" && leadsToMerge(ref) {
			leads[name] = true
			return true
		}
	}
	return false
}

func describe(name string) []string {
	var fields []string
	for field, property := range definitions[name].Properties {
		property := property
		if isMerged(&property) {
			line := field + "*" + keys(&property)
			if items := property.Items; items != nil && items.Schema != nil {
				if ref := refOf(items.Schema); ref != "" && leadsToMerge(ref) {
					line += ">" + short(ref)
				}
			}
			fields = append(fields, line)
			continue
		}
		if ref, held := target(&property); ref != "" && leadsToMerge(ref) {
			fields = append(fields, field+held+">"+short(ref))
		}
	}
	sort.Strings(fields)
	return fields
}

func main() {
	definitions = openapi.Schema().Definitions
	var names []string
	for name := range definitions {
		if strings.HasPrefix(name, "io.k8s.") && leadsToMerge(name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	kinds := map[string][]string{}
	var all []string
	fmt.Println("/** Written by scripts/kustomize-schema from the OpenAPI document of kustomize 5.5 (Kubernetes 1.21). Do not edit. */")
	fmt.Println("\n/** Definition: its fields that lead to merged lists. `field>Definition`, `field{}>Definition` for maps, `field*keys>Definition` for merged lists. */")
	fmt.Println("export const definitions: Readonly<Record<string, string>> = {")
	for _, name := range names {
		fmt.Printf("  '%s': '%s',\n", short(name), strings.Join(describe(name), " "))
	}
	fmt.Println("};")
	for name, d := range definitions {
		list, _ := d.Extensions["x-kubernetes-group-version-kind"].([]interface{})
		for _, each := range list {
			gvk, ok := each.(map[string]interface{})
			if !ok || !strings.HasPrefix(name, "io.k8s.") {
				continue
			}
			apiVersion := fmt.Sprint(gvk["version"])
			if group := fmt.Sprint(gvk["group"]); group != "" {
				apiVersion = group + "/" + apiVersion
			}
			if strings.HasSuffix(name, ".DeleteOptions") || strings.HasSuffix(name, ".WatchEvent") || strings.HasSuffix(name, "List") {
				continue
			}
			kinds[apiVersion] = append(kinds[apiVersion], fmt.Sprintf("%v>%s", gvk["kind"], short(name)))
		}
	}
	for apiVersion := range kinds {
		all = append(all, apiVersion)
	}
	sort.Strings(all)
	fmt.Println("\n/** apiVersion: the kinds in it, each with its definition. */")
	fmt.Println("export const kinds: Readonly<Record<string, string>> = {")
	for _, apiVersion := range all {
		sort.Strings(kinds[apiVersion])
		fmt.Printf("  '%s': '%s',\n", apiVersion, strings.Join(kinds[apiVersion], " "))
	}
	fmt.Println("};")
	var cluster []string
	for _, apiVersion := range all {
		for _, kind := range kinds[apiVersion] {
			name := strings.Split(kind, ">")[0]
			if openapi.IsCertainlyClusterScoped(yaml.TypeMeta{APIVersion: apiVersion, Kind: name}) {
				cluster = append(cluster, apiVersion+"/"+name)
			}
		}
	}
	fmt.Println("\n/** apiVersion/Kind of what is known to have no namespace; kustomize takes every other kind for namespaced. */")
	fmt.Println("export const clusterScoped: readonly string[] = [")
	for _, each := range cluster {
		fmt.Printf("  '%s',\n", each)
	}
	fmt.Println("];")
}
