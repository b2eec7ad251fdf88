#include "crypto/verifying_key.hpp"

#include <openssl/err.h>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/base64.hpp"

namespace toolhost::crypto {
namespace {

// RFC 7515 appendix A.3.
constexpr std::string_view kEs256Key = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END PUBLIC KEY-----
)";
constexpr std::string_view kEs256Input =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
    "Ijp0cnVlfQ";
constexpr std::string_view kEs256Signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU"
    "1Q";

// RFC 7515 appendix A.2.
constexpr std::string_view kRs256Key = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj
NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz
P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo
9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB
EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX
FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp
oQIDAQAB
-----END PUBLIC KEY-----
)";
constexpr std::string_view kRs256Input =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
    "Ijp0cnVlfQ";
constexpr std::string_view kRs256Signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt"
    "_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArL"
    "IARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7no"
    "OPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
    "Ge77Rw";

// RFC 7638 §3.1.
constexpr std::string_view kThumbprintKey = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0vx7agoebGcQSuuPiLJX
ZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tS
oc/BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ/2W+5JsGY4Hc5n9yBXArwl93lqt
7/RN5w6Cf0h4QyQ5v+65YGjQR0/FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0
zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt+bFTWhAI4vMQFh6WeZu0f
M4lFd2NcRwr3XPksINHaQ+G/xBniIqbw0Ls1jF44+csFCur+kEgU8awapJzKnqDK
gwIDAQAB
-----END PUBLIC KEY-----
)";

constexpr std::string_view kP384Key = R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEiU5EZmPFAvGnNYuemZD0sp8ZIe3n+rIJ
/qonYff8z/pe1aXm7GukV1yHLh+zSxmkg5v8+srs85wjkPxk2ZyD2fbiwpNAFZ8D
2tXX3Lg3B+RCoxFW3ftT97RQcG8ezuqf
-----END PUBLIC KEY-----
)";
constexpr std::string_view kRsa1024Key = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDRNPegWLofV/Tp+SvTagDvw79O
QUD/aUW3ti1VOUd891cSdAqz1BFgvg5qgDW30ggNrPmcMkIQYFTPj0pnC2IQV/eG
S7NO4/3b/T1L3NSLN2VXAqH3IFSnlyoI4HaX8cYwIav6rlcsEXmeotubUwUAIOjl
A0nnxBf5Cjr2p9MFWwIDAQAB
-----END PUBLIC KEY-----
)";

VerifyingKey keyFrom(std::string_view pem) {
    return VerifyingKey::fromPem(pem).value();
}

std::string bytesFrom(std::string_view base64url) {
    return base::decodeBase64Url(base64url).value();
}

TEST(VerifyingKey, RefusesOtherCurvesAndShortModuli) {
    for (const auto pem : {kP384Key, kRsa1024Key, std::string_view("garbage"), std::string_view()})
        EXPECT_FALSE(VerifyingKey::fromPem(pem)) << pem;
    EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(VerifyingKey, RefusesAnotherTextOrSignature) {
    const auto key = keyFrom(kEs256Key);
    const std::string signature = bytesFrom(kEs256Signature);
    EXPECT_FALSE(key.verifies("other text", signature));
    EXPECT_FALSE(key.verifies(kEs256Input, std::string(64, '\0')));
    EXPECT_FALSE(key.verifies(kEs256Input, std::string(64, '\xff')));
    EXPECT_FALSE(keyFrom(kRs256Key).verifies(kEs256Input, signature));
    EXPECT_EQ(ERR_peek_error(), 0U) << "a refusal must leave OpenSSL's error queue empty";
}

TEST(VerifyingKey, RefusesAnEcdsaSignatureOfAnyOtherLength) {
    const auto key = keyFrom(kEs256Key);
    const std::string signature = bytesFrom(kEs256Signature);
    const std::string each_half_padded =
        '\0' + signature.substr(0, 32) + '\0' + signature.substr(32);
    for (const auto& other :
         {std::string(), signature.substr(1), signature + '\0', each_half_padded})
        EXPECT_FALSE(key.verifies(kEs256Input, other)) << other.size();
}

TEST(VerifyingKey, AcceptsTheExamplesOfRfc7515) {
    EXPECT_TRUE(keyFrom(kEs256Key).verifies(kEs256Input, bytesFrom(kEs256Signature)));
    EXPECT_TRUE(keyFrom(kRs256Key).verifies(kRs256Input, bytesFrom(kRs256Signature)));
}

TEST(VerifyingKey, IsNamedByItsThumbprintAsInRfc7638) {
    EXPECT_EQ(keyFrom(kThumbprintKey).id(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(VerifyingKey, ShowsThePublicKeyOnly) {
    EXPECT_EQ(keyFrom(kEs256Key).publicJwk(),
              R"({"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
              R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",)"
              R"("kid":"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U","alg":"ES256","use":"sig"})");
}

}  // namespace
}  // namespace toolhost::crypto
