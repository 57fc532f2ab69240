// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/viewer_reference.h"

#include <gmock/gmock.h>

namespace pixelpass {
namespace {

using testing::HasSubstr;
using testing::Not;

const KnownViewer anna{.id = "3f2a00", .words = "otter-basil", .name = "anna"};
const KnownViewer bob{.id = "3f2b00", .words = "raven-thyme", .name = "bob"};

std::string found(const std::string& reference, const std::vector<KnownViewer>& known) {
    const auto id = find_viewer(reference, known);
    return id ? *id : id.error().message + " / " + id.error().hint;
}

TEST(ViewerReference, IsAnIdItsBeginningTheTwoWordsOrAName) {
    for (const auto* reference : {"3f2a00", "3f2a", "otter-basil", "anna"})
        EXPECT_EQ(found(reference, {anna, bob}), anna.id) << reference;
}

TEST(ViewerReference, OfSeveralIsOfNobodyAndSaysWhoTheyAre) {
    const auto id = find_viewer("3f2", {anna, bob});
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().code, Code::usage);
    EXPECT_THAT(id.error().message, HasSubstr("otter-basil 3f2a00 (anna)"));
    EXPECT_THAT(id.error().message, HasSubstr("raven-thyme 3f2b00 (bob)"));
}

TEST(ViewerReference, OfNobodySaysWhoThereAre) {
    EXPECT_THAT(found("carol", {anna}), HasSubstr("there are: otter-basil"));
    EXPECT_THAT(found("carol", {}), HasSubstr("there is nobody"));
    EXPECT_THAT(found("", {anna}), HasSubstr("there are: otter-basil"));
}

TEST(ViewerReference, IsNotTakenOverByANameThatIsAnothersIdOrWords) {
    for (const auto* name : {"3f2a", "otter-basil", "anna"}) {
        const KnownViewer mallory{.id = "777700", .words = "newt-clove", .name = name};
        EXPECT_THAT(found(name, {anna, mallory}), HasSubstr("may be several")) << name;
    }
    const KnownViewer mallory{.id = "777700", .words = "newt-clove", .name = anna.id};
    EXPECT_EQ(found(anna.id, {mallory, anna}), anna.id); // all of an id is nobody else's
}

TEST(ViewerReference, KnowsOneOfSeveralConnectionsAsOne) {
    EXPECT_EQ(found("anna", {anna, bob, anna}), anna.id);
}

TEST(ViewerReference, ShowsNothingThatActsOnATerminal) {
    const KnownViewer mallory{.id = "777700", .words = {}, .name = "\x1b[2Jm"};
    EXPECT_THAT(found("\x1b[31m", {mallory}), Not(HasSubstr("\x1b")));
}

} // namespace
} // namespace pixelpass
