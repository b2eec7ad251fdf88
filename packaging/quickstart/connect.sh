# Sourced by quickstart.sh: how clients reach the host that is running.

indented() { sed 's/^/    /' >&3; }

stdioServer() {
  jq -n --arg command "$bin/toolhost" --arg configuration "$site/toolhost.properties" \
    '{command: $command, args: ["stdio", "--config", $configuration]}'
}

httpServer() {
  jq -n --arg url "$mcp_url" --arg authorization "Bearer $token" \
    '{type: "http", url: $url, headers: {Authorization: $authorization}}'
}

showConnections() {
  say "" "Connect a client. The token acts as $user for $((token_seconds / 3600)) hours." \
    "" "  Claude Desktop, claude_desktop_config.json (Settings, Developer, Edit Config). It starts toolhost" \
    "  itself, which passes calls on to this host; stdio.user.$(id -un) = $user says who is calling:"
  stdioServer | jq '{mcpServers: {toolhost: .}}' | indented
  say "" "  VS Code, .vscode/mcp.json:"
  httpServer | jq '{servers: {toolhost: .}}' | indented
  say "" "  MCP Inspector (Node.js 22 or newer):"
  indented <<EOF
npx @modelcontextprotocol/inspector --cli $mcp_url --transport http \\
  --header "Authorization: Bearer $token" --method tools/list
EOF
  say "" "  Clients that get their own tokens (client_credentials; acts as $user):"
  indented <<EOF
token_url     ${mcp_url%/mcp}/oauth/token
client_id     $client_id
client_secret $client_secret
EOF
  say "" "  Files and logs: $site"
}

connectionsAsJson() {
  jq -cn --arg mcp_url "$mcp_url" --arg token "$token" --arg user "$user" \
    --arg client_id "$client_id" --arg client_secret "$client_secret" \
    --arg simulator_url "$simulator_url" --arg state_dir "$state_dir" \
    --argjson quickstart $$ --argjson simulator "${server_pids[simulator]}" \
    --argjson host "${server_pids[host]}" \
    '{$mcp_url, $token, $user, $client_id, $client_secret, $simulator_url, $state_dir,
      pids: {$quickstart, $simulator, $host}}'
}
