// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/completions.h"

#include "cli/option_value.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <vector>

namespace pixelpass {
namespace {

/// A name, and what it is.
struct Word {
    std::string name;
    std::string what;
};

/// What a shell is to know of an option.
struct Choice {
    std::vector<std::string> names; ///< --long and -s
    std::string what;
    std::vector<std::string> values; ///< words
    bool flag = false;
    bool file = false;
};

/// What may stand behind a command.
struct CommandWords {
    Word word;
    std::vector<Choice> options;
    std::vector<Word> words;
};

Choice choice(const CLI::Option& option) {
    Choice result{.names = {}, .what = option.get_description(), .values = value_words(option)};
    for (const auto& name : option.get_lnames())
        result.names.push_back("--" + name);
    for (const auto& name : option.get_snames())
        result.names.push_back("-" + name);
    result.flag = value_name(option).empty();
    result.file = value_name(option) == "FILE";
    return result;
}

std::vector<CommandWords> commands(const CLI::App& app) {
    const auto shown = [](const CLI::App* command) { return !command->get_group().empty(); };
    std::vector<CommandWords> result;
    for (const auto* command : app.get_subcommands(shown)) {
        CommandWords& made = result.emplace_back();
        made.word = {command->get_name(), command->get_description()};
        for (const auto* option : command->get_options()) {
            if (option->get_positional()) {
                for (const auto& word : value_words(*option))
                    made.words.push_back({word, option->get_description()});
            } else if (!option->get_group().empty()) {
                made.options.push_back(choice(*option));
            }
        }
        for (const auto* below : command->get_subcommands(shown))
            made.words.push_back({below->get_name(), below->get_description()});
    }
    return result;
}

/// Text as one word, as all three shells take it.
std::string in_quotes(std::string_view text) {
    std::string result = "'";
    for (const char letter : text)
        result += letter == '\'' ? std::string(R"('\'')") : std::string(1, letter);
    return result + "'";
}

std::string bash_values(const CommandWords& command, const Choice& option) {
    std::string patterns;
    for (const auto& name : option.names)
        patterns += fmt::format("{}'{} {}'", patterns.empty() ? "" : " | ", command.word.name, name);
    if (option.file)
        return fmt::format(
            "    {}) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); "
            "return ;;\n",
            patterns);
    return fmt::format("    {}) mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\"); return ;;\n",
                       patterns, fmt::join(option.values, " "));
}

std::string bash(const std::vector<CommandWords>& commands) {
    std::string first = "--help --version";
    std::string values;
    std::string words;
    for (const auto& command : commands) {
        first += ' ' + command.word.name;
        std::string behind;
        for (const auto& word : command.words)
            behind += word.name + ' ';
        for (const auto& option : command.options) {
            behind += fmt::format("{} ", fmt::join(option.names, " "));
            if (!option.flag)
                values += bash_values(command, option);
        }
        words += fmt::format("    {}) words='{}' ;;\n", command.word.name, behind);
    }
    return fmt::format(R"(# bash completion of pixelpass, made by `pixelpass completions bash`
_pixelpass() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} words='{}'
    COMPREPLY=()
    if ((COMP_CWORD > 1)); then
        local command=${{COMP_WORDS[1]}}
        case ${{command,,}} in endpoint* | pixelpass | -) command=view ;; esac
        case "$command ${{COMP_WORDS[COMP_CWORD - 1]}}" in
{}        esac
        words=
        case $command in
{}        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -F _pixelpass pixelpass
)",
                       first, values, words);
}

/// What is said of an option in a specification of _arguments, where colons and brackets are signs.
std::string zsh_text(const std::string& text) {
    std::string result;
    for (const char letter : text) {
        if (letter == ':' || letter == '[' || letter == ']' || letter == '\\')
            result += '\\';
        result += letter;
    }
    return result;
}

std::string zsh_options(const CommandWords& command) {
    std::string specs;
    for (const auto& option : command.options) {
        const auto value = option.file   ? ":file:_files"
                           : option.flag ? ""
                                         : fmt::format(":value:({})", fmt::join(option.values, " "));
        for (const auto& name : option.names)
            specs += fmt::format(" \\\n        {}",
                                 in_quotes(fmt::format("*{}[{}]{}", name, zsh_text(option.what), value)));
    }
    std::string words;
    for (const auto& word : command.words)
        words += ' ' + word.name;
    return specs + fmt::format(" \\\n        '*:word:({})'", words);
}

std::string zsh(const std::vector<CommandWords>& commands) {
    std::string first;
    std::string cases;
    for (const auto& command : commands) {
        first += fmt::format("        {}\n", in_quotes(command.word.name + ':' + command.word.what));
        cases += fmt::format("    {}) _arguments{} ;;\n", command.word.name, zsh_options(command));
    }
    return fmt::format(R"(#compdef pixelpass
# zsh completion of pixelpass, made by `pixelpass completions zsh`
_pixelpass() {{
    local -a commands=(
{}    )
    if ((CURRENT == 2)); then
        _describe command commands
        _arguments '--help[list the commands]' '--version[print versions]'
        return
    fi
    shift words
    ((CURRENT--))
    local command=$words[1]
    case ${{command:l}} in endpoint* | pixelpass:* | -) command=view ;; esac
    case $command in
{}    esac
}}
if [[ $funcstack[1] == _pixelpass ]]; then _pixelpass "$@"; else compdef _pixelpass pixelpass; fi
)",
                       first, cases);
}

std::string fish_option(const CommandWords& command, const Choice& option) {
    std::string line =
        fmt::format("complete -c pixelpass -n '__fish_seen_subcommand_from {}'", command.word.name);
    for (const auto& name : option.names)
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (option.file)
        line += " -r -F";
    else if (!option.flag)
        line += fmt::format(" -x -a '{}'", fmt::join(option.values, " "));
    return fmt::format("{} -d {}\n", line, in_quotes(option.what));
}

std::string fish(const std::vector<CommandWords>& commands) {
    std::string text = "# fish completion of pixelpass, made by `pixelpass completions fish`\n"
                       "complete -c pixelpass -f\n"
                       "complete -c pixelpass -n __fish_use_subcommand -l help -d 'list the commands'\n"
                       "complete -c pixelpass -n __fish_use_subcommand -l version -d 'print versions'\n";
    for (const auto& command : commands) {
        text += fmt::format("complete -c pixelpass -n __fish_use_subcommand -a {} -d {}\n", command.word.name,
                            in_quotes(command.word.what));
        for (const auto& word : command.words)
            text += fmt::format("complete -c pixelpass -n '__fish_seen_subcommand_from {}' -a {} -d {}\n",
                                command.word.name, word.name, in_quotes(word.what));
        for (const auto& option : command.options)
            text += fish_option(command, option);
    }
    return text;
}

} // namespace

std::string completions(const CLI::App& app, const std::string& shell) {
    const auto known = commands(app);
    return shell == "bash" ? bash(known) : shell == "zsh" ? zsh(known) : fish(known);
}

} // namespace pixelpass
