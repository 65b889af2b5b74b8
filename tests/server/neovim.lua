-- Attaches to the file that is open, and writes down what becomes of it.
local python, out = vim.env.SERVER_PYTHON, vim.env.SERVER_OUT
local told = {}
local client = vim.lsp.start_client({
  name = "corefile",
  cmd = { python, "-m", "corefile.cli.main", "server" },
  root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, client)

local function messages()
  return vim.tbl_map(function(found) return found.code end, vim.diagnostic.get(0))
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000)
  return answers and answers[client] and answers[client].result
end

local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") end

-- Diagnostics.
vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end)
told.diagnostics = messages()

-- A fix.
local first = vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })[1]
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
for _, action in ipairs(ask("textDocument/codeAction", params) or {}) do
  if action.isPreferred then
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
  end
end
told.fixed = text()
vim.wait(10000, function() return not vim.tbl_contains(messages(), "CF004") end)
told.after = messages()

-- A completion, as typed: the word is begun on a line of its own.
local line = vim.api.nvim_win_get_cursor(0)[1]
local indent = vim.api.nvim_get_current_line():match("^%s*")
vim.api.nvim_buf_set_lines(0, line, line, false, { indent .. "heal" })
vim.api.nvim_win_set_cursor(0, { line + 1, #indent + 4 })
local list = ask("textDocument/completion", vim.lsp.util.make_position_params())
for _, item in ipairs(list.items) do
  if item.label == "health" then
    vim.lsp.util.apply_text_edits({ item.textEdit }, vim.api.nvim_get_current_buf(), "utf-16")
  end
end
told.completed = text()

-- The layout.
if vim.lsp.buf.format then
  vim.lsp.buf.format({ timeout_ms = 10000 })
else  -- before Neovim 0.8
  vim.lsp.buf.formatting_sync(nil, 10000)
end
told.formatted = text()

local file = io.open(out, "w")
file:write(vim.json.encode(told))
file:close()
vim.lsp.stop_client(client)
vim.cmd("qall!")
