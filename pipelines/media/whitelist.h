// What a source may be, for ffprobe and ffmpeg alike. A playlist dressed as a video would otherwise open other files and the
// network: only containers that hold their media themselves, only plain files. Source: DESIGN, promise 9.
#pragma once

namespace spool::pipelines {

/// ffmpeg's demuxers for -format_whitelist. Not image2: of "%03d.png" it would read the files beside it.
inline constexpr const char* allowed_formats =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mpegvideo,avi,flv,live_flv,ogg,asf,mxf,dv,ivf,gif,yuv4mpegpipe,"
    "wav,w64,aiff,au,caf,mp3,aac,ac3,eac3,flac,amr,ape,wv,tta,"
    "png_pipe,jpeg_pipe,jpegls_pipe,webp_pipe,bmp_pipe,tiff_pipe,pam_pipe,ppm_pipe,pgm_pipe,qoi_pipe";

/// ffmpeg's protocols for -protocol_whitelist.
inline constexpr const char* allowed_protocols = "file";

}  // namespace spool::pipelines
