# Sourced by quickstart.sh: the main job, shown with real calls: what a model sees, one read, one
# write, and what the audit trail says of them.

asTable() { # LAST_WIDTH JQ_FILTER: the filter makes rows of text, the title row first
  jq -r -L "$here/quickstart" "include \"table\"; [$2] | table($1)" >&3
}

showTools() {
  say "" "Tools that a client of $user is offered (tools/list):"
  mcp tools/list '{}' | asTable 90 '["TOOL", "DESCRIPTION"],
    (.tools[] | [.name, (.description | split("\n")[0] | split(". ")[0])])'
}

showQuery() {
  local reply
  say "" "The most urgent open incidents, read as $user (tools/call query):"
  reply=$(callTool query '{"table": "incident", "limit": 5,
    "query": "stateIN1,2,3^ORDERBYpriority^ORDERBYDESCsys_created_on",
    "fields": "number,priority,state,assigned_to,short_description"}')
  asTable 60 '["NUMBER", "PRIORITY", "STATE", "ASSIGNED TO", "SHORT DESCRIPTION"],
    (.records[] | [.number, .priority, .state, .assigned_to, .short_description])' <<<"$reply"
  say "  $(jq -r '"\(.returned) of \(.totalCount) records"' <<<"$reply")"
}

showWrite() {
  local created sys_id
  say "" "A new incident, created as $user (tools/call write), and read again:"
  created=$(callTool write '{"table": "incident", "operation": "create", "field_values": {
    "short_description": "Meeting room screen stays black", "impact": "2", "urgency": "2"}}')
  sys_id=$(jq -r .sys_id <<<"$created")
  callTool query "$(jq -cn --arg query "sys_id=$sys_id" '{table: "incident", query: $query,
    fields: "number,priority,state,sys_created_by,short_description"}')" |
    asTable 60 '["NUMBER", "PRIORITY", "STATE", "CREATED BY", "SHORT DESCRIPTION"],
      (.records[] | [.number, .priority, .state, .sys_created_by, .short_description])'
}

lastAuditRecord() { toolhost audit search --last 1 --json | jq .seq; }

showAudit() { # AFTER_RECORD
  say "" "What the audit trail has of these calls (toolhost audit search, then audit verify):"
  toolhost audit search --type mcp.tool.call --user "$user" --json |
    jq -s --argjson after "$1" 'map(select(.seq > $after))' |
    asTable 28 '["RECORD", "TIME", "OUTCOME", "USER", "TOOL", "ARGUMENTS"], (.[] |
      [(.seq | tostring), (.ts / 1000000 | floor | todate), .outcome, .actor.user, .target, .details.arguments])'
  toolhost audit verify | cut -c 1-100 | sed 's/^/  /' >&3
}
