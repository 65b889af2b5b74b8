{{- define "corefile-webhook.labels" -}}
app.kubernetes.io/name: corefile-webhook
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
