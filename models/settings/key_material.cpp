// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/key_material.h"

#include <array>
#include <fstream>
#include <string_view>

namespace streamscape::settings {

KeyMaterial keyMaterialOf(const std::filesystem::path& file) {
    std::error_code failed;
    std::ifstream in(file, std::ios::binary);
    if (!in || !std::filesystem::is_regular_file(file, failed))
        return KeyMaterial::Unreadable;
    // A PEM file may begin with the text openssl writes about its bags.
    std::array<char, 64 * 1024> buffer{};
    in.read(buffer.data(), buffer.size());
    const std::string_view head(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (head.starts_with("\xfe\xed\xfe\xed") || head.starts_with("\xce\xce\xce\xce"))
        return KeyMaterial::Jks;
    if (head.find("-----BEGIN ") != std::string_view::npos)
        return KeyMaterial::Pem;
    if (head.size() > 2 && head.front() == '\x30' && (static_cast<unsigned char>(head[1]) & 0x80) != 0)
        return KeyMaterial::Pkcs12; // a DER sequence with a long length
    return KeyMaterial::Unknown;
}

base::Error javaKeyStoreError(const std::filesystem::path& store, std::string where) {
    return {base::ErrorKind::Invalid,
            "The key store is a Java key store (JKS), which only Java reads",
            std::move(where),
            "keytool -importkeystore -srckeystore " + store.string() +
                " -destkeystore client.p12 -deststoretype PKCS12, then ssl.keystore.location=client.p12",
            {}};
}

} // namespace streamscape::settings
