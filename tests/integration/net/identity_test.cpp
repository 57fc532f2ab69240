// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/identity.h"

#include "net/endpoint.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace pixelpass::net {
namespace {

class IdentityFile : public testing::Test {
protected:
    static std::string id_of(const std::optional<Identity>& identity) {
        EndpointOptions options;
        options.identity = identity;
        options.relay = RelayMode::none;
        options.bind = "127.0.0.1:0";
        auto made = Endpoint::create(options, {});
        return made ? (*made)->id() : made.error().message;
    }

    const test::TemporaryFolder folder;
    const std::string path = folder / "host";
};

TEST_F(IdentityFile, StaysTheSame) {
    auto first = load_identity(path);
    ASSERT_TRUE(first) << first.error().message;
    const auto id = id_of(*first);
    first->reset();
    const auto again = load_identity(path);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(id, id_of(*again));
    EXPECT_NE(id, id_of(std::nullopt));
}

TEST_F(IdentityFile, IsThatOfOneEndpointAtATime) {
    EndpointOptions options;
    options.identity = load_identity(path).value_or(std::nullopt);
    options.relay = RelayMode::none;
    options.bind = "127.0.0.1:0";
    ASSERT_TRUE(options.identity);
    auto endpoint = Endpoint::create(options, {});
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    options = {};
    EXPECT_FALSE(load_identity(path).value());
    endpoint->reset();
    EXPECT_TRUE(load_identity(path).value());
}

TEST_F(IdentityFile, IsForItsUserAlone) {
    ASSERT_TRUE(load_identity(path));
    struct stat status {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    ASSERT_EQ(chmod(path.c_str(), 0640), 0);
    const auto open = load_identity(path);
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error().code, Code::usage);
}

TEST_F(IdentityFile, IsNeverWrittenOverWhatIsNone) {
    const std::string text(65, 'x');
    std::ofstream(path) << text;
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
    EXPECT_FALSE(load_identity(path));
    std::string kept;
    std::getline(std::ifstream(path), kept);
    EXPECT_EQ(kept, text);
}

TEST_F(IdentityFile, NamesAFileThatCanNotBeMade) {
    const auto made = load_identity("/proc/none/host");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Code::usage);
    EXPECT_NE(made.error().message.find("/proc/none/host"), std::string::npos);
}

} // namespace
} // namespace pixelpass::net
