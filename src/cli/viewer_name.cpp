// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/viewer_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace pixelpass {
namespace {

using Words = std::array<std::string_view, 256>;

constexpr std::string_view first_text =
    "alder alpaca antler apple arctic aspen aster auburn badger balmy bamboo basalt beaver beech bison "
    "bloom blue bonsai brave breeze brisk bronze brook cactus calm camel canyon carbon cedar cheery "
    "cherry chilly citrus clear clever cloud clover cobalt copper coral corgi cosy cougar coyote creek "
    "crisp curly dainty dapper daring deep delta dingo donkey dove drift dune dusk eager eagle early easy "
    "echo elder elm ember emu ermine even fable falcon fancy fawn fern ferret fiery fjord flint floral "
    "foggy forest fossil frank free fresh funny garden gecko giant gibbon giddy glad gleam golden grand "
    "green grove gull happy harbor hare hawk hearty heron hidden hippo honest honey husky ibex ibis "
    "iguana indigo iris island ivory ivy jade jaguar jasper jolly jovial jungle kind kindly kite koala "
    "lagoon lake lark laurel lava lemon lemur level lime linen linnet little lively llama loyal lucid "
    "lucky lupin lynx magpie maple marble marlin marsh marten meadow merry mighty minty misty modest "
    "moose mossy moth nectar neat newt noble noon north oak oasis ocean olive onyx opal orchid oriole "
    "osprey otter ox panda peach pearl pebble pine pink plain plucky polar polite poppy prime proud puma "
    "purple quail quiet rabbit radish raven ready robin rosy royal ruby sable sage sandy satin seal shady "
    "shiny shrew silver simple skunk sloth smooth snowy spicy spring spruce stable starry steady stork "
    "stout sturdy swan swift tabby tawny teal tender thrush tidal tidy toad topaz toucan trusty tundra "
    "turtle violet vivid vole walrus warm wasp whale willow wise wolf wombat wren yellow zebra zesty";

constexpr std::string_view second_text =
    "anvil apron arbor atlas attic axle ballad banjo banner basil basin basket beacon bean bell berry "
    "boat bonnet boot bottle bowl branch bread brick broom brush bucket bugle button cabin cake candle "
    "canoe caper carpet carrot castle cellar cello chess chest chime cider clock cloak cocoa coffee coin "
    "comb cookie cork cradle crate crayon cup cumin curry dart desk diary dinner dome domino drum easel "
    "engine fence fiddle field flag flask flour folder fork frame gadget galley garlic gazebo glass globe "
    "gong grape gravel hammer harp hat hinge hoop horn igloo ink inlet jam jar jelly jewel jigsaw jug "
    "kernel kettle key kilt knot label ladle lamp lasso lathe leaf ledger lentil lever lid loft loom lute "
    "mallet mango mantle marker mask mast mill mirror mitten mortar motor muffin napkin needle nest notch "
    "nut oar oboe onion orange oven paddle page pan papaya paper parka pasta pastry pear pedal pen pepper "
    "piano pickle pie pillow pin plank plate plum poem pole poncho pot potato prism puzzle quilt quince "
    "radio raft rail raisin ramp ribbon ring river road roof rope rose rug saddle sail salsa salt sandal "
    "sauna scale scarf scone screw sesame shell shoe shovel sketch sled slate slide soap sock sonnet soup "
    "spade spool squash stairs staple statue stool straw string sugar syrup table tablet tart tea teapot "
    "tent thread throne ticket tile timber toffee tomato torch tower toy trail tray trophy trunk tulip "
    "tunic tunnel turnip twine vase villa violin wafer wagon wall wallet watch well wheat whisk wick "
    "window yarn yeast yoyo zipper";

constexpr Words split(std::string_view text) {
    Words words;
    for (auto& word : words) {
        word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return words;
}

constexpr Words first_words = split(first_text);
constexpr Words second_words = split(second_text);
static_assert(!first_words.back().empty() && first_text.ends_with(first_words.back()));
static_assert(!second_words.back().empty() && second_text.ends_with(second_words.back()));

constexpr unsigned digit(char c) { return static_cast<unsigned>(c >= 'a' ? c - 'a' + 10 : c - '0') & 0xfU; }

/// A byte of an id in hexadecimal digits.
std::uint8_t byte_at(std::string_view id, std::size_t place) {
    return place + 2 <= id.size() ? static_cast<std::uint8_t>(digit(id[place]) << 4U | digit(id[place + 1]))
                                  : std::uint8_t{0};
}

} // namespace

std::string viewer_words(const std::string& id) {
    return fmt::format("{}-{}", first_words.at(byte_at(id, 0)), second_words.at(byte_at(id, 2)));
}

} // namespace pixelpass
