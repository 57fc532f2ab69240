// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/help.h"

#include "cli/option_value.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <sstream>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::size_t columns = 79; // some terminals break a full line
constexpr std::size_t command_column = 12;
constexpr std::size_t overview_column = 20;
constexpr std::size_t option_column = 30;

constexpr std::array<std::pair<const char*, const char*>, 10> most_used{{
    {"host", "--audio"},
    {"host", "--app"},
    {"host", "--monitor"},
    {"host", "--window"},
    {"host", "--no-cursor"},
    {"host", "--identity"},
    {"host", "--record"},
    {"host", "--duration"},
    {"view", "--player"},
    {"view", "--latency"},
}};

/// A name, and what it is, broken into lines that begin at `column`.
std::string row(const std::string& name, const std::string& what, std::size_t column) {
    std::string text = "  " + name;
    std::size_t width = text.size();
    if (width + 1 >= column) {
        text += '\n';
        width = 0;
    }
    text.append(column - width, ' ');
    width = column;
    std::istringstream words(what);
    for (std::string word; words >> word;) {
        if (width > column && width + 1 + word.size() > columns) {
            text.append(1, '\n').append(column, ' ');
            width = column;
        }
        if (width > column)
            text += ' ';
        width += word.size() + (width > column ? 1 : 0);
        text += word;
    }
    return text + '\n';
}

std::string with_value(const std::string& name, const CLI::Option& option) {
    const auto value = value_name(option);
    return value.empty() ? name : fmt::format("{} {}", name, value);
}

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

std::string command_rows(const CLI::App& app) {
    std::string text;
    for (const auto* command : shown_commands(app))
        text += row(command->get_name(), command->get_description(), command_column);
    return text;
}

std::string option_rows(const CLI::App& command, const std::string& group) {
    std::string text;
    for (const auto* option : command.get_options()) {
        if (option->get_group() == group && !group.empty() && !option->get_positional())
            text += row(with_value(option->get_name(false, true), *option), option->get_description(),
                        option_column);
    }
    return text.empty() ? "" : fmt::format("\n{}:\n{}", group, text);
}

} // namespace

std::string overview(const CLI::App& app) {
    auto text =
        fmt::format("{}\nUsage: pixelpass COMMAND [OPTIONS], or pixelpass TICKET [OPTIONS]\n"
                    "       pixelpass alone, in a terminal, opens a menu of what to share or watch\n\n{}\n"
                    "Most used:\n",
                    app.get_description(), command_rows(app));
    for (const auto& [command, name] : most_used) {
        text += row(fmt::format("{} {}", command, name),
                    app.get_subcommand(command)->get_option(name)->get_description(), overview_column);
    }
    return text + "pixelpass COMMAND --help lists all options, man pixelpass tells what they do.\n";
}

std::string help_of(const CLI::App& command) {
    std::string usage;
    for (const auto* part = &command; part; part = part->get_parent())
        usage.insert(0, ' ' + part->get_name());
    usage.insert(0, "Usage:");
    std::string words;
    for (const auto* option : command.get_options()) {
        if (!option->get_positional() || option->get_group().empty())
            continue;
        usage += ' ' + value_name(*option);
        words += row(value_name(*option), option->get_description(), option_column);
    }
    if (const auto commands = command_rows(command); !commands.empty()) {
        usage += " COMMAND";
        words += commands;
    }
    auto text = fmt::format("{}\n{} [OPTIONS]\n{}{}", command.get_description(), usage,
                            words.empty() ? "" : "\n", words);
    for (const auto& group : command.get_groups())
        text += option_rows(command, group);
    return text;
}

} // namespace pixelpass
