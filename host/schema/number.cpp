#include "schema/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

namespace toolhost::schema {
namespace {

using nlohmann::json;

__extension__ using Uint128 = unsigned __int128;

/// Wide enough for every int64, uint64 and double without loss, so comparing is exact.
using Exact = long double;
static_assert(std::numeric_limits<Exact>::digits >= 64);

Exact exactValue(const json& number) {
    if (number.is_number_unsigned()) return static_cast<Exact>(number.get<std::uint64_t>());
    if (number.is_number_integer()) return static_cast<Exact>(number.get<std::int64_t>());
    return static_cast<Exact>(number.get<double>());
}

/// A magnitude digits * 10^exponent, exact.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
};

Decimal shortestDecimal(double magnitude) {
    std::array<char, 32> text{};
    char* const end =
        std::to_chars(
            text.data(), text.data() + text.size(), magnitude, std::chars_format::scientific)
            .ptr;
    Decimal decimal;
    const char* at = text.data();
    bool fraction = false;
    for (; *at != 'e'; ++at) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
        decimal.exponent -= fraction ? 1 : 0;
    }
    int power = 0;
    std::from_chars(at[1] == '+' ? at + 2 : at + 1, end, power);
    decimal.exponent += power;
    return decimal;
}

Decimal decimalMagnitude(const json& number) {
    if (number.is_number_unsigned()) return {number.get<std::uint64_t>(), 0};
    if (!number.is_number_integer()) return shortestDecimal(std::fabs(number.get<double>()));
    const auto value = number.get<std::int64_t>();
    const auto bits = static_cast<std::uint64_t>(value);
    return {value < 0 ? std::uint64_t{0} - bits : bits, 0};
}

/// digits * 10^power modulo the divisor, by squaring.
std::uint64_t scaledRemainder(std::uint64_t digits, int power, std::uint64_t divisor) {
    const auto times = [divisor](std::uint64_t a, std::uint64_t b) {
        return static_cast<std::uint64_t>(static_cast<Uint128>(a) * b % divisor);
    };
    std::uint64_t result = digits % divisor;
    std::uint64_t ten = 10 % divisor;
    for (; power > 0; power /= 2) {
        if (power % 2 != 0) result = times(result, ten);
        ten = times(ten, ten);
    }
    return result;
}

/// Whether digits is a multiple of divisor * 10^power.
bool dividesScaled(std::uint64_t digits, std::uint64_t divisor, int power) {
    constexpr int kMostDigits = 19;
    if (digits == 0) return true;
    if (power > kMostDigits) return false;
    Uint128 scaled = divisor;
    for (int i = 0; i < power; ++i) {
        scaled *= 10;
    }
    return digits % scaled == 0;
}

bool isFinite(const json& number) {
    return !number.is_number_float() || std::isfinite(number.get<double>());
}

}  // namespace

std::partial_ordering compareNumbers(const json& one, const json& other) {
    return exactValue(one) <=> exactValue(other);
}

bool isInteger(const json& number) {
    if (!number.is_number_float()) return true;
    const auto value = number.get<double>();
    return std::isfinite(value) && std::trunc(value) == value;
}

bool isMultipleOf(const json& value, const json& divisor) {
    if (!isFinite(value) || !isFinite(divisor)) return false;
    const Decimal whole = decimalMagnitude(value);
    const Decimal part = decimalMagnitude(divisor);
    if (part.digits == 0) return false;
    const int power = whole.exponent - part.exponent;
    return power >= 0 ? scaledRemainder(whole.digits, power, part.digits) == 0
                      : dividesScaled(whole.digits, part.digits, -power);
}

}  // namespace toolhost::schema
