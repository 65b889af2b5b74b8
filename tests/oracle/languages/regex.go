package main

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// regex says what regexp.Compile says: everything that it refuses is refused by the parser.
func regex(text string) Answer {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return Answer{Error: message(err)}
	}
	var names []string
	for _, name := range tree.CapNames() {
		if name != "" {
			names = append(names, name)
		}
	}
	return Answer{Groups: tree.MaxCap(), Names: names}
}

// Tables holds the names that \p takes, as the regexp syntax compares them, each with the name of the
// table it stands for and with a mark if case folding adds to that table; and the characters that fold
// to each other.
type Tables struct {
	Unicode string            `json:"unicode"`
	Names   map[string]string `json:"names"`
	Folds   []string          `json:"folds"`
	Orbits  [][]rune          `json:"orbits"`
}

func canonical(name string) string {
	name = strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)
	return strings.ToUpper(name[:1]) + strings.ToLower(name[1:])
}

func tables() Tables {
	all := Tables{Unicode: unicode.Version, Names: map[string]string{}}
	add := func(tables, folds map[string]*unicode.RangeTable) {
		for name := range tables {
			// A name that is not in the form in which names are compared is never found.
			if canonical(name) == name {
				all.Names[name] = name
			}
			if folds[name] != nil {
				all.Folds = append(all.Folds, name)
			}
		}
	}
	for alias, name := range unicode.CategoryAliases {
		all.Names[canonical(alias)] = name
	}
	add(unicode.Scripts, unicode.FoldScript)
	add(unicode.Categories, unicode.FoldCategory)
	all.Names["Lc"] = "LC"
	slices.Sort(all.Folds)
	for first := rune(0); first <= unicode.MaxRune; first++ {
		orbit := []rune{first}
		for next := unicode.SimpleFold(first); next != first; next = unicode.SimpleFold(next) {
			if next < first || len(orbit) > 9 {
				orbit = nil
				break
			}
			orbit = append(orbit, next)
		}
		if len(orbit) > 1 {
			all.Orbits = append(all.Orbits, orbit)
		}
	}
	return all
}

// matched says where a pattern matches in a text: the spans of the whole and of the groups in
// characters, -1 for a group that took no part.
func matched(pattern, text string) Answer {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return Answer{Error: message(err)}
	}
	spans := []int{}
	for _, place := range compiled.FindStringSubmatchIndex(text) {
		if place >= 0 {
			place = utf8.RuneCountInString(text[:place])
		}
		spans = append(spans, place)
	}
	return Answer{Spans: spans}
}
