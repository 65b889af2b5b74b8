// Starts `corefile server` and shows what it answers.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LANGUAGES = ["corefile", "yaml", "helm", "markdown"];

let client;

function options() {
  return vscode.workspace.getConfiguration("corefile");
}

async function start() {
  const [command, ...args] = options().get("server.command");
  client = new LanguageClient(
    "corefile",
    "Corefile",
    { command, args },
    {
      documentSelector: LANGUAGES.map((language) => ({ language })),
      initializationOptions: { inlayHints: options().get("inlayHints") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    const advice = "Install it with `pip install 'corefile[server]'`, or set `corefile.server.command`.";
    vscode.window.showErrorMessage(`${command} does not start: ${error.message}. ${advice}`);
  }
}

async function restart() {
  await client?.stop();
  await start();
}

async function show(language, content) {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

function opened() {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  return uri && { textDocument: { uri } };
}

async function traceName() {
  const file = opened();
  const asked = file && (await vscode.window.showInputBox({ prompt: "A name, and perhaps a type", placeHolder: "www.example.org AAAA" }));
  if (!asked) return;
  const [name, type] = asked.trim().split(/\s+/);
  const found = await client.sendRequest("corefile/trace", { ...file, name, type });
  await show("plaintext", found ? found.text : "There is no Corefile in this file.\n");
}

async function showGraph() {
  const file = opened();
  const drawn = file && (await client.sendRequest("corefile/graph", { ...file, format: "svg" }));
  if (!drawn) return;
  const panel = vscode.window.createWebviewPanel("corefile.graph", "Corefile", vscode.ViewColumn.Beside, {});
  panel.webview.html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><body style="background: white">${drawn}</body>`;
}

async function activate(context) {
  const commands = { traceName, showGraph, restart };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`corefile.${name}`, run));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("corefile") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: () => client?.stop() };
