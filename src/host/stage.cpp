// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/stage.h"

#include <utility>

namespace pixelpass {
namespace {

/// Of a card, where the source's size was never known.
constexpr Size usual_size{1280, 720};

} // namespace

Result<std::unique_ptr<Stage>> Stage::start(const VideoSource& source, const EncoderSpec& encoder,
                                            const VideoSettings& settings,
                                            const std::optional<std::string>& pause_text, Events events) {
    std::unique_ptr<Stage> stage(new Stage(source, std::move(events)));
    auto pipeline = VideoPipeline::start(
        encoder, settings,
        {.encoding = {.on_unit = stage->events_.on_unit, .on_failed = stage->events_.on_failed},
         .source = {.on_size = [self = stage.get()](Size size) { self->take_size(size); },
                    .on_lost = [self = stage.get()](SourceLoss loss) { self->lose(std::move(loss)); }}});
    if (!pipeline)
        return fail(pipeline);
    stage->pipeline_ = std::move(*pipeline);
    stage->set_pause(pause_text);
    return stage;
}

void Stage::set_pause(const std::optional<std::string>& text) {
    retry_.reset();
    waiting_.reset();
    lost_ = false;
    if (!text) {
        waiting_ = after(first_picture_limit, [this] { show_card("waiting for the screen"); });
        return show_source();
    }
    pipeline_->stop_capture();
    show_card(text->c_str());
    events_.on_state(
        {.kind = SourceState::Kind::paused, .size = {}, .cause = {.message = *text, .hint = {}}});
}

void Stage::show_source() {
    if (auto shown = pipeline_->show(source_); !shown)
        lose({.error = shown.error()});
    else if (!source_.capturer)
        take_size(source_.size);
}

void Stage::show_card(const char* text) {
    if (auto shown = pipeline_->show_card(text, size_.width && size_.height ? size_ : usual_size); !shown)
        events_.on_ended(shown.error()); // the last picture must not stay in its place
}

void Stage::take_size(Size size) {
    waiting_.reset();
    lost_ = false;
    size_ = size;
    events_.on_state({.kind = SourceState::Kind::live, .size = size, .cause = {}});
}

void Stage::lose(SourceLoss loss) {
    if (loss.final)
        return events_.on_ended(loss.error);
    waiting_.reset();
    pipeline_->stop_capture();
    retry_ = after(retry_interval, [this] { show_source(); });
    // The card stays till the first picture comes.
    if (std::exchange(lost_, true))
        return;
    show_card("the source is lost");
    events_.on_state({.kind = SourceState::Kind::lost, .size = {}, .cause = std::move(loss.error)});
}

} // namespace pixelpass
