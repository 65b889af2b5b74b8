autocmd BufNewFile,BufRead Corefile,Corefile.*,*.corefile setfiletype corefile
