" What Vim does in Corefiles: `:make` checks the file, `gq` lays lines out.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1
setlocal commentstring=#\ %s comments=:#
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal makeprg=corefile-lint\ --output-format\ concise\ --color\ never\ %:S
setlocal errorformat=%f:%l:%c:\ %t%*[a-z]%m
setlocal formatprg=corefile-fmt\ -
let b:undo_ftplugin = "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< makeprg< errorformat< formatprg<"
