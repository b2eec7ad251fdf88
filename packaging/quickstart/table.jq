# A title row and rows of text, as aligned columns; a long last column is cut.

def padded($width): . + ([range($width - length)] | map(" ") | join(""));

def clipped($width): if length > $width then .[:$width - 1] + "…" else . end;

def table($last_width):
  map(.[:-1] + [.[-1] | clipped($last_width)])
  | [transpose[] | map(length) | max] as $widths
  | .[]
  | [., $widths] | transpose | map(.[1] as $width | .[0] | padded($width))
  | "  " + join("  ") | sub(" +$"; "");
