" Made by `python -m tools.compile_textmate`; do not edit.
if exists("b:current_syntax")
  finish
endif
syntax case match
syntax match corefileZone /[^[:space:]#{}"]\+/
syntax match corefileSnippet /^\s*\zs([^()[:space:]]\+)/
syntax match corefileProperty contained /^\s*\zs\%(PROPERTIES\)\ze\%([[:space:]#]\|$\)/
syntax match corefilePlugin /^\s*\zs\%(PLUGINS\)\ze\%([[:space:]#]\|$\)/
syntax match corefileImport /^\s*\zsimport\ze\s/
syntax match corefileNumber /\%(^\|\s\)\zs[+-]\=\d[0-9.:]*\%(ns\|us\|µs\|ms\|[smh%]\)\=\ze\%([[:space:]#]\|$\)/
syntax region corefileString start=/\%(^\|\s\)\zs"/ skip=/\\./ end=/"/ contains=corefileVariable
syntax match corefileVariable /{\$[^{}[:space:]]\+}\|{%[^{}%[:space:]]\+%}/
syntax match corefileComment /\%(^\|\s\)\zs#.*$/ contains=@Spell
syntax cluster corefileWords contains=corefileImport,corefileNumber,corefileString,corefileVariable,corefileComment
syntax region corefileBlock matchgroup=corefileBrace start=/\%(^\|\s\)\zs{\ze\%(\s\|$\)/ end=/\%(^\|\s\)\zs}/ contained contains=@corefileWords,corefileProperty,corefileBlock
syntax region corefileServer matchgroup=corefileBrace start=/\%(^\|\s\)\zs{\ze\%(\s\|$\)/ end=/\%(^\|\s\)\zs}/ contains=@corefileWords,corefileProperty,corefilePlugin,corefileBlock
highlight default link corefileBrace Delimiter
highlight default link corefileComment Comment
highlight default link corefileImport Include
highlight default link corefileNumber Number
highlight default link corefilePlugin Function
highlight default link corefileProperty Identifier
highlight default link corefileSnippet Macro
highlight default link corefileString String
highlight default link corefileVariable PreProc
highlight default link corefileZone Type
let b:current_syntax = "corefile"
