// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/qr_code.h"

#include <qrencode.h>

#include <array>
#include <memory>
#include <string_view>

namespace pixelpass {
namespace {

/// Modules around a code that have to be light.
constexpr int quiet_zone = 4;

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code2d = std::unique_ptr<QRcode, FreeCode>;

/// Whether a module, in coordinates of the code, is light; all around the code are.
bool is_light(const QRcode& code, int x, int y) {
    if (x < 0 || y < 0 || x >= code.width || y >= code.width)
        return true;
    return (code.data[y * code.width + x] & 1) == 0;
}

std::string half_blocks(const QRcode& code, int y) {
    static constexpr std::array<std::string_view, 4> blocks{" ", "▄", "▀", "█"};
    std::string line;
    for (int x = -quiet_zone; x < code.width + quiet_zone; ++x)
        line += blocks.at((is_light(code, x, y) ? 2U : 0U) + (is_light(code, x, y + 1) ? 1U : 0U));
    return line;
}

std::string letters(const QRcode& code, int y) {
    std::string line;
    for (int x = -quiet_zone; x < code.width + quiet_zone; ++x)
        line += is_light(code, x, y) ? "##" : "  ";
    return line;
}

} // namespace

Result<std::vector<std::string>> qr_lines(const std::string& text, bool utf8) {
    // The lowest correction makes the smallest code, and a screen has no dirt.
    const Code2d code(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1));
    if (!code)
        return fail(Code::usage, "this is too long for a QR code");
    std::vector<std::string> lines;
    for (int y = -quiet_zone; y < code->width + quiet_zone; y += utf8 ? 2 : 1)
        lines.push_back(utf8 ? half_blocks(*code, y) : letters(*code, y));
    return lines;
}

} // namespace pixelpass
