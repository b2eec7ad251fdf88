# Sourced by quickstart.sh: an MCP client of revision 2026-07-28 made of curl and jq.

mcp_revision=2026-07-28

mcpBody() { # METHOD PARAMS_JSON
  jq -cn --arg method "$1" --argjson params "$2" --arg revision "$mcp_revision" '
    {jsonrpc: "2.0", id: 1, method: $method, params: ($params + {_meta: {
      "io.modelcontextprotocol/protocolVersion": $revision,
      "io.modelcontextprotocol/clientInfo": {name: "quickstart", version: "1"},
      "io.modelcontextprotocol/clientCapabilities": {}}})}'
}

# Prints the result of one request. The token goes by a descriptor: other users see arguments.
mcp() { # METHOD PARAMS_JSON [HEADER...]
  local method=$1 body reply header headers=()
  body=$(mcpBody "$1" "$2")
  shift 2
  for header in "$@"; do headers+=(--header "$header"); done
  reply=$(curl --silent --show-error --noproxy '*' --max-time 60 \
    --header @<(printf 'Authorization: Bearer %s\n' "$token") \
    --header "Content-Type: application/json" \
    --header "Accept: application/json, text/event-stream" \
    --header "MCP-Protocol-Version: $mcp_revision" --header "Mcp-Method: $method" "${headers[@]}" \
    --data-binary "$body" "$mcp_url" 2>&1) || fail "$method was not answered: $reply" "$site/host.log"
  jq -ce '.result // empty' <<<"$reply" 2>/dev/null ||
    fail "$method was refused: $reply" "$site/host.log"
}

# Prints what the tool returned; a tool's own error ends the script with the tool's words.
callTool() { # NAME ARGUMENTS_JSON
  local params result
  params=$(jq -cn --arg name "$1" --argjson arguments "$2" '{name: $name, arguments: $arguments}')
  result=$(mcp tools/call "$params" "Mcp-Name: $1")
  if [ "$(jq -r '.isError // false' <<<"$result")" = true ]; then
    fail "the tool $1 says: $(jq -r '.content[0].text' <<<"$result")" "$site/host.log"
  fi
  jq -c '.structuredContent' <<<"$result"
}
