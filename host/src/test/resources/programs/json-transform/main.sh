jq -cS '.orders | group_by(.customer)
  | map({(.[0].customer): {orders: length, cents: ([.[].items[] | .count * .cents] | add // 0)}})
  | add'
