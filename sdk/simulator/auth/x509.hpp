#pragma once

#include <memory>
#include <openssl/types.h>
#include <string_view>

namespace toolhost::sim {

using X509Pointer = std::unique_ptr<X509, void (*)(X509*)>;

/// The certificate that PEM text holds; null when it holds none.
X509Pointer readX509(std::string_view pem);

}  // namespace toolhost::sim
