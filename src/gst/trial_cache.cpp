// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/trial_cache.h"

#include "base/bytes.h"
#include "base/log.h"
#include "base/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::string_view first_line = "pixelpass encoder trials 1";
constexpr std::size_t longest_name = 64;
constexpr std::size_t key_length = 64;

std::string_view take_until(std::string_view& text, char end) {
    const auto part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return part;
}

bool is_hexadecimal(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_shown_as_it_is(std::string_view text) { return printable(bytes_of(text)) == text; }

std::optional<std::pair<std::string, TrialRecord>> read_line(std::string_view line) {
    const auto name = take_until(line, '\t');
    const auto key = take_until(line, '\t');
    const auto time = take_until(line, '\t');
    const auto reason = line;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), seconds);
    const bool whole = error == std::errc() && end == time.data() + time.size() && seconds >= 0;
    if (!whole || name.empty() || name.size() > longest_name || !is_shown_as_it_is(name) ||
        key.size() != key_length || !is_hexadecimal(key) || reason.size() > TrialCache::longest_reason ||
        !is_shown_as_it_is(reason))
        return std::nullopt;
    return std::pair{std::string(name),
                     TrialRecord{.key = std::string(key),
                                 .tried = std::chrono::sys_seconds(std::chrono::seconds(seconds)),
                                 .reason = std::string(reason)}};
}

} // namespace

std::string write_trial_records(const TrialRecords& records) {
    std::string text = fmt::format("{}\n", first_line);
    for (const auto& [name, record] : records)
        text += fmt::format("{}\t{}\t{}\t{}\n", name, record.key, record.tried.time_since_epoch().count(),
                            record.reason);
    return text;
}

TrialRecords read_trial_records(std::string_view text) {
    TrialRecords records;
    if (take_until(text, '\n') != first_line)
        return {};
    while (!text.empty()) {
        auto record = read_line(take_until(text, '\n'));
        if (!record)
            return {};
        records.insert_or_assign(std::move(record->first), std::move(record->second));
    }
    return records;
}

TrialCache::TrialCache(StateFile file)
    : file_(std::move(file))
    , records_(read_trial_records(file_.read().value_or(""))) {}

std::optional<std::string> TrialCache::find(std::string_view name, std::string_view key,
                                            std::chrono::sys_seconds now) const {
    const auto found = records_.find(name);
    if (found == records_.end() || found->second.key != key)
        return std::nullopt;
    const auto& record = found->second;
    // A clock that was set back says nothing of how old a record is.
    const bool lasts = record.tried <= now && (record.reason.empty() || now - record.tried < failure_lasts);
    return lasts ? std::optional(record.reason) : std::nullopt;
}

void TrialCache::keep(std::string_view name, TrialRecord record) {
    if (record.reason.size() > longest_reason || !is_shown_as_it_is(record.reason))
        record.reason = "it fails";
    records_.insert_or_assign(std::string(name), std::move(record));
    if (auto written = file_.write(write_trial_records(records_)); !written)
        spdlog::info("{}", written.error().message);
}

} // namespace pixelpass
