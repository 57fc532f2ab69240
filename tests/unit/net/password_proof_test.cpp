// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/password_proof.h"

#include <gtest/gtest.h>

namespace pixelpass::net {
namespace {

using Side = PasswordProof::Side;

const PasswordProof::Ids ids{.host = "a host's id", .viewer = "a viewer's id"};

/// Both sides, after they have met.
struct Session {
    Session(const std::string& host_password, const std::string& viewer_password,
            const PasswordProof::Ids& viewer_ids = ids)
        : host(Side::host, host_password, ids)
        , viewer(Side::viewer, viewer_password, viewer_ids) {
        EXPECT_TRUE(host.meet(viewer.element()));
        EXPECT_TRUE(viewer.meet(host.element()));
    }
    [[nodiscard]] bool host_believes() const { return host.is_confirmed_by(viewer.confirmation()); }
    [[nodiscard]] bool viewer_believes() const { return viewer.is_confirmed_by(host.confirmation()); }

    PasswordProof host;
    PasswordProof viewer;
};

TEST(PasswordProof, ConvincesBothSidesThatKnowIt) {
    const Session session("correct horse", "correct horse");
    EXPECT_TRUE(session.host_believes());
    EXPECT_TRUE(session.viewer_believes());
}

TEST(PasswordProof, ConvincesNeitherSideIfOneDoesNot) {
    const Session session("correct horse", "correct horsf");
    EXPECT_FALSE(session.host_believes());
    EXPECT_FALSE(session.viewer_believes());
}

TEST(PasswordProof, IsOfOneSession) {
    const Session session("secret", "secret");
    const Session other("secret", "secret");
    EXPECT_FALSE(other.host.is_confirmed_by(session.viewer.confirmation()));
    EXPECT_FALSE(other.viewer.is_confirmed_by(session.host.confirmation()));
}

TEST(PasswordProof, IsBoundToBothEndpoints) {
    const Session relayed("secret", "secret", {.host = "another host's id", .viewer = ids.viewer});
    EXPECT_FALSE(relayed.host_believes());
    const Session taken("secret", "secret", {.host = ids.host, .viewer = "another viewer's id"});
    EXPECT_FALSE(taken.host_believes());
}

TEST(PasswordProof, CannotBeReflected) {
    const Session session("secret", "secret");
    EXPECT_FALSE(session.host.is_confirmed_by(session.host.confirmation()));
    PasswordProof host(Side::host, "secret", ids);
    EXPECT_FALSE(host.meet(host.element()));
    EXPECT_FALSE(host.is_confirmed_by(host.confirmation()));
}

TEST(PasswordProof, RefusesWhatIsNone) {
    for (const std::size_t size : {0U, 1U, 32U, 33U, 34U, 64U}) {
        PasswordProof host(Side::host, "secret", ids);
        EXPECT_FALSE(host.meet(Bytes(size)));
        EXPECT_FALSE(host.is_confirmed_by(Bytes(32)));
    }
    Session session("secret", "secret");
    EXPECT_FALSE(session.host.is_confirmed_by({}));
    EXPECT_FALSE(session.host.is_confirmed_by(Bytes(33)));
    EXPECT_FALSE(session.host.meet(session.viewer.element())); // but once
    EXPECT_FALSE(session.host_believes());
}

} // namespace
} // namespace pixelpass::net
