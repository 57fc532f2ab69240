// SPDX-License-Identifier: MIT OR Apache-2.0
// Runs a fuzzer over each file of a folder, and over some beginnings of each file.
#include "fuzz/fuzz.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(argc > 1 ? argv[1] : ".")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
        const std::size_t step = 1 + bytes.size() / 32;
        for (std::size_t cut = 0; cut <= bytes.size(); cut += step)
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size() - cut);
        ++files;
    }
    std::printf("replayed %zu files\n", files);
    return files == 0 ? 1 : 0;
}
