// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/config_file.h"

#include "base/bytes.h"
#include "base/printable.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <glib.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace pixelpass {
namespace {

constexpr std::size_t longest_file = 64U << 10;

std::string shown(std::string_view text) { return printable(bytes_of(text)); }

/// All of a file, which may be empty, as /dev/null is; nothing if it can't be read or is too long.
std::optional<std::string> read_all(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(longest_file + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return file.eof() && text.size() <= longest_file ? std::optional(text) : std::nullopt;
}

/// How many letters have to be put in, left out or changed to make one word of the other (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 0; i < one.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < other.size(); ++j) {
            const auto changed = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

/// The options that a file may set: those with a name that people are told of.
std::vector<CLI::Option*> settable_options(CLI::App& app) {
    return app.get_options([&](const CLI::Option* option) {
        return !option->get_lnames().empty() && !option->get_group().empty() &&
               option != app.get_help_ptr() && option->get_lnames().front() != "config";
    });
}

CLI::Option* find_option(CLI::App& app, const std::string& name) {
    const auto options = settable_options(app);
    const auto found = std::ranges::find(
        options, name, [](const CLI::Option* option) { return option->get_lnames().front(); });
    return found == options.end() ? nullptr : *found;
}

/// ", did you mean …?", if an option of `app` is like that.
std::string suggestion(CLI::App& app, const std::string& name) {
    const std::string_view beginning = std::string_view(name).substr(0, 64);
    std::string best;
    std::size_t least = 1 + std::min<std::size_t>(2, name.size() / 3); // more is another word
    for (const CLI::Option* option : settable_options(app)) {
        const auto& known = option->get_lnames().front();
        if (const auto away = distance(beginning, known); away < least) {
            least = away;
            best = known;
        }
    }
    return best.empty() ? "" : fmt::format("; did you mean '{}'?", best);
}

/// A value as the command line would have it.
std::optional<std::string> word_of(const toml::node& node) {
    if (const auto* text = node.as_string())
        return text->get();
    if (const auto* number = node.as_integer())
        return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point())
        return fmt::format("{}", number->get());
    if (const auto* truth = node.as_boolean())
        return truth->get() ? "true" : "false";
    return std::nullopt;
}

/// What is wrong with a value, without the option's name, which CLI11 puts before some of its sentences.
std::string wrong_value(const CLI::ParseError& error, const std::string& name) {
    std::string what = error.what();
    const auto prefix = fmt::format("--{}: ", name);
    return what.starts_with(prefix) ? what.substr(prefix.size()) : what;
}

/// A file's tables, as they are given to the options one after the other.
class Settings {
public:
    Settings(CLI::App& app, std::string path)
        : app_(app)
        , path_(std::move(path)) {
        for (CLI::App* const command : app_.get_subcommands([](const CLI::App*) { return true; })) {
            for (const CLI::Option* option : command->get_options()) {
                if (option->count() > 0)
                    of_command_line_.insert(option);
            }
        }
    }

    [[nodiscard]] Result<void> apply(const toml::table& table) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            const bool section = name == "host" || name == "view";
            if (section && !node.is_table())
                return wrong(key.source(), fmt::format("'{0}' is a table: write [{0}]", name));
            auto done = section ? apply_section(*app_.get_subcommand(name), *node.as_table())
                                : apply_to_all(key, node);
            if (!done)
                return done;
        }
        return {};
    }

private:
    Result<void> apply_section(CLI::App& command, const toml::table& table) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            auto* const option = find_option(command, name);
            if (!option)
                return wrong(key.source(), fmt::format("there is no option '{}' of {}{}", shown(name),
                                                       command.get_name(), suggestion(command, name)));
            if (auto done = set(*option, key, node); !done)
                return done;
        }
        return {};
    }

    Result<void> apply_to_all(const toml::key& key, const toml::node& node) {
        const std::string name(key.str());
        auto& host = *app_.get_subcommand("host");
        auto* const of_host = find_option(host, name);
        auto* const of_view = find_option(*app_.get_subcommand("view"), name);
        if (!of_host != !of_view)
            return wrong(key.source(), fmt::format("'{}' is an option of {} alone: put it below [{}]", name,
                                                   of_host ? "host" : "view", of_host ? "host" : "view"));
        if (!of_host)
            return wrong(key.source(),
                         fmt::format("there is no option '{}'{}", shown(name), suggestion(host, name)));
        for (const char* const command : {"host", "view", "doctor"}) {
            auto* const option = find_option(*app_.get_subcommand(command), name);
            if (auto done = option ? set(*option, key, node) : Result<void>(); !done)
                return done;
        }
        return {};
    }

    Result<void> set(CLI::Option& option, const toml::key& key, const toml::node& node) {
        const std::string name(key.str());
        const bool several = option.get_items_expected_max() > 1;
        std::vector<std::string> words;
        const auto take = [&](const toml::node& value) {
            const auto word = word_of(value);
            if (word)
                words.push_back(*word);
            return word.has_value();
        };
        const auto* const array = node.as_array();
        if (several && array ? !std::ranges::all_of(*array, take) || array->empty() : !take(node))
            return wrong(key.source(),
                         fmt::format("'{}' is {}", name, several ? "a list of words" : "one value"));
        const bool is_flag = option.get_expected_min() == 0;
        if (is_flag && words.front() != "true" && words.front() != "false" && !node.is_integer())
            return wrong(key.source(), fmt::format("'{}' is true or false", name));
        if (wins(option) || (is_flag && words.front() == "false"))
            return {};
        for (const CLI::Option* other : option.get_excludes()) {
            if (other->count() > 0)
                return wrong(key.source(),
                             fmt::format("'{}' excludes '{}'", name, other->get_lnames().front()));
        }
        try {
            if (is_flag)
                words.front() = option.get_flag_value(name, words.front());
            option.add_result(words);
            option.run_callback();
        } catch (const CLI::ParseError& error) {
            return wrong(key.source(),
                         fmt::format("'{}' is wrong: {}", name, shown(wrong_value(error, name))));
        }
        return {};
    }

    /// The command line says it, or what excludes it.
    [[nodiscard]] bool wins(const CLI::Option& option) const {
        return of_command_line_.contains(&option) ||
               std::ranges::any_of(option.get_excludes(), [&](const CLI::Option* other) {
                   return of_command_line_.contains(other);
               });
    }

    [[nodiscard]] Result<void> wrong(const toml::source_region& where, const std::string& what) const {
        return fail(Code::usage, fmt::format("{}:{}: {}", path_, where.begin.line, what),
                    "pixelpass host --help and pixelpass view --help list the options");
    }

    CLI::App& app_;
    const std::string path_;
    std::set<const CLI::Option*> of_command_line_;
};

} // namespace

Result<void> apply_config_file(CLI::App& app, const std::string& given) {
    namespace fs = std::filesystem;
    const std::string path =
        given.empty() ? (fs::path(g_get_user_config_dir()) / "pixelpass/config.toml").string() : given;
    std::error_code none;
    if (given.empty() && !fs::exists(path, none))
        return {};
    const auto text = read_all(path);
    if (!text)
        return fail(Code::usage, fmt::format("{} can't be read, or is longer than 64 KiB", path),
                    "choose another by --config");
    try {
        return Settings(app, path).apply(toml::parse(*text));
    } catch (const toml::parse_error& error) {
        return fail(Code::usage,
                    fmt::format("{}:{}: {}", path, error.source().begin.line, shown(error.description())),
                    "the file is TOML; man pixelpass has an example");
    }
}

} // namespace pixelpass
